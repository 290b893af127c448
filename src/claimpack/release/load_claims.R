# It needs R 3.6 or newer and the package jsonlite, and nothing else. Types come from the schemas in datapackage.json:
#   string             character, a factor where the schema lists terms (its levels, in that order); "NA" is text
#   integer, year      integer; double where one is too large for that; character from 2^53 on, where double is inexact
#   number             double
#   boolean            logical
#   date, datetime     Date; POSIXct in UTC
#   anything else      character
# An empty cell is NA, unless the schema has another word for it. Anything unexpected is an error that names file, row
# (the header is row 1) and column.

load_claims <- local({
  sourced <- Filter(is.character, lapply(sys.frames(), function(frame) frame$ofile))
  home <- if (length(sourced)) dirname(sourced[[length(sourced)]]) else "."
  if (dir.exists(home)) home <- normalizePath(home)

  refuse <- function(file, row, column, message) {
    stop(sprintf('%s, row %d, column "%s": %s', file, as.integer(row), column, message), call. = FALSE)
  }

  read_bytes <- function(path) {
    connection <- if (grepl("^https?://", path)) url(path, "rb") else file(path, "rb")
    on.exit(close(connection))
    chunks <- list()
    while (length(chunk <- readBin(connection, "raw", 2^24))) chunks[[length(chunks) + 1]] <- chunk
    as.raw(unlist(chunks))
  }

  read_json <- function(path) {
    text <- rawToChar(read_bytes(path))
    Encoding(text) <- "UTF-8"
    jsonlite::fromJSON(text, simplifyVector = FALSE)
  }

  replace_all <- function(this, that, text) gsub(this, that, text, fixed = TRUE, useBytes = TRUE)

  # R's own readers change line breaks within cells, so the cells are cut out of the bytes here. Returns a matrix of
  # text with a record in each column, the header in the first.
  read_cells <- function(path, file, names) {
    bytes <- read_bytes(path)
    if (!length(bytes) || bytes[length(bytes)] != as.raw(0x0a) || any(bytes == as.raw(0))) {
      stop(file, ": the file is not whole: it does not end with a line end, or holds zero bytes", call. = FALSE)
    }
    quotes <- which(bytes == as.raw(0x22))
    breaks <- which(bytes == as.raw(0x2c) | bytes == as.raw(0x0a))
    breaks <- breaks[findInterval(breaks, quotes) %% 2 == 0]
    row_ends <- which(bytes[breaks] == as.raw(0x0a))
    widths <- diff(c(0L, row_ends))
    if (any(widths != length(names))) {
      row <- which(widths != length(names))[1]
      refuse(file, row, names[min(widths[row], length(names))],
             sprintf("the row has %d cells; there are %d columns", widths[row], length(names)))
    }
    if (length(quotes) %% 2) refuse(file, length(row_ends) + 1, names[1], "a quote is opened and never closed")

    starts <- c(1, breaks[-length(breaks)] + 1)
    ends <- breaks - 1
    is_quoted <- ends > starts & bytes[starts] == as.raw(0x22) & bytes[pmax(ends, 1)] == as.raw(0x22)
    has_quote <- findInterval(ends, quotes) > findInterval(starts - 1, quotes)
    text <- rawToChar(bytes)
    Encoding(text) <- "latin1" # so that R counts bytes; what they mean is said below
    cells <- substring(text, starts + is_quoted, ends - is_quoted)
    is_stray <- has_quote & (!is_quoted | grepl('"', replace_all('""', "", cells), fixed = TRUE, useBytes = TRUE))
    cells[is_quoted] <- replace_all('""', '"', cells[is_quoted])
    Encoding(cells) <- "UTF-8"
    wrong <- is_stray | !validUTF8(cells)
    if (any(wrong)) {
      place <- which(wrong)[1] - 1
      refuse(file, place %/% length(names) + 1, names[place %% length(names) + 1],
             if (is_stray[place + 1]) "a quote stands where none may stand" else "the text is not UTF-8")
    }
    matrix(cells, nrow = length(names))
  }

  only <- function(text, pattern) ifelse(grepl(pattern, text, useBytes = TRUE), text, NA)

  read_integer <- function(text) {
    text <- only(text, "^-?[0-9]+$")
    values <- as.numeric(text)
    largest <- max(abs(values), 0, na.rm = TRUE)
    if (largest >= 2^53) text else if (largest > .Machine$integer.max) values else as.integer(values)
  }

  # By jsonlite, because as.numeric is off in the last digit of some numbers.
  read_number <- function(text) {
    values <- c("INF" = Inf, "-INF" = -Inf, "NaN" = NaN)[text]
    plain <- which(grepl("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?$", text, useBytes = TRUE))
    values[plain] <- as.double(unlist(jsonlite::fromJSON(paste0("[", paste(text[plain], collapse = ","), "]"))))
    as.double(values)
  }

  readers <- list(
    boolean = function(text) unname(c("true" = TRUE, "false" = FALSE)[text]),
    date = function(text) as.Date(only(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "%Y-%m-%d"),
    datetime = function(text) {
      text <- only(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$")
      as.POSIXct(strptime(text, "%Y-%m-%dT%H:%M:%OSZ", tz = "UTC"), tz = "UTC")
    },
    integer = read_integer,
    number = read_number,
    year = read_integer
  )

  read_column <- function(text, field, file) {
    missing <- if (is.null(field[["missingValues"]])) "" else unlist(field[["missingValues"]])
    terms <- unlist(field[["constraints"]][["enum"]])
    type <- field[["type"]]
    text[text %in% missing] <- NA
    values <- if (type == "string" && length(terms)) factor(text, levels = terms)
              else if (type %in% names(readers)) readers[[type]](text)
              else text
    is_required <- isTRUE(field[["constraints"]][["required"]])
    bad <- is.na(values) & (is_required | !is.na(text)) & !(text %in% "NaN" & type == "number")
    if (any(bad)) {
      place <- which(bad)[1]
      found <- if (is.na(text[place])) "no value" else sprintf('"%s"', text[place])
      expected <- if (is.factor(values)) paste("one of", paste(terms, collapse = ", ")) else paste("of type", type)
      refuse(file, place + 1, field[["name"]], sprintf("found %s, which should be %s", found, expected))
    }
    values
  }

  read_table <- function(resource, folder) {
    fields <- resource[["schema"]][["fields"]]
    names <- vapply(fields, function(field) field[["name"]], "")
    file <- resource[["path"]]
    cells <- read_cells(paste0(folder, "/", file), file, names)
    if (any(cells[, 1] != names)) {
      place <- which(cells[, 1] != names)[1]
      refuse(file, 1, names[place], sprintf('the header has "%s"', cells[place, 1]))
    }
    columns <- lapply(seq_along(fields), function(place) read_column(cells[place, -1], fields[[place]], file))
    structure(columns, names = names, row.names = .set_row_names(ncol(cells) - 1L), class = "data.frame")
  }

  function(table = NULL, folder = home) {
    if (!requireNamespace("jsonlite", quietly = TRUE)) {
      stop('load_claims needs jsonlite: install.packages("jsonlite")', call. = FALSE)
    }
    resources <- read_json(paste0(folder, "/datapackage.json"))[["resources"]]
    resources <- Filter(function(resource) identical(resource[["type"]], "table"), resources)
    names(resources) <- vapply(resources, function(resource) resource[["name"]], "")
    if (!all(table %in% names(resources))) {
      stop('there is no table "', table, '"; there are: ', paste(names(resources), collapse = ", "), call. = FALSE)
    }
    if (is.null(table)) lapply(resources, read_table, folder) else read_table(resources[[table]], folder)
  }
})
