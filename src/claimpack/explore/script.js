/* Filters and sorts the table of claims; everything is there without it. */
"use strict";
(() => {
  const table = document.getElementById("table");
  const form = document.getElementById("filters");
  const groups = [...table.tBodies];
  const text = (row, cell) => row.cells[cell].textContent.trim();
  const rows = groups.flatMap((group) => {
    const event = group.rows[0].textContent.trim();
    return [...group.rows].slice(1).map((row) => {
      const measure = row.cells[0].querySelector("b");
      const value = text(row, 1);
      return {
        row, group, event, value,
        measure: measure ? measure.textContent.trim() : "",
        claimant: text(row, 2), stance: text(row, 3) || "asserted", source: text(row, 4), id: text(row, 6),
        numbers: /\d{4}-\d\d/.test(value) ? [] : (value.replace(/,/g, "").match(/-?\d+(\.\d+)?/g) || []).map(Number),
        all: (event + " " + row.textContent).toLowerCase(),
      };
    });
  });
  const state = { number: "", words: "" };
  const count = document.createElement("output");
  const none = document.getElementById("none");

  const field = (label, control) => {
    const wrapper = document.createElement("label");
    wrapper.append(label, control);
    form.append(wrapper);
    return control;
  };
  const input = (name, label, type) => {
    const control = document.createElement("input");
    control.type = type;
    control.name = name;
    control.autocomplete = "off";
    field(label, control);
  };
  const choice = (name, label) => {
    const control = document.createElement("select");
    control.name = name;
    control.append(new Option("all", ""));
    const values = [...new Set(rows.map((one) => one[name]))].filter(Boolean);
    values.sort((a, b) => a.localeCompare(b)).forEach((value) => control.append(new Option(value, value)));
    field(label, control);
  };
  input("words", "Any words", "search");
  input("number", "Number", "search");
  ["event", "measure", "claimant", "source", "stance"].forEach((name) =>
    choice(name, name[0].toUpperCase() + name.slice(1)));
  const reset = document.createElement("button");
  reset.type = "reset";
  reset.textContent = "Clear";
  form.append(reset, count);
  form.hidden = false;

  const states = (one, number) => {
    const [low, high] = [Math.min(...one.numbers), Math.max(...one.numbers)];
    return one.numbers.length > 0 && low <= number && number <= high;
  };
  const meets = (one) => {
    const number = (state.number || "").replace(/,/g, "").trim();
    return ["event", "measure", "claimant", "source", "stance"].every((name) => !state[name] || one[name] === state[name])
      && (state.words || "").toLowerCase().split(/\s+/).every((word) => one.all.includes(word))
      && (!number || (Number.isFinite(Number(number)) ? states(one, Number(number)) : one.value.includes(number)));
  };
  const show = () => {
    let shown = 0;
    const alive = new Set();
    rows.forEach((one) => {
      one.row.hidden = !meets(one);
      if (!one.row.hidden) { shown += 1; alive.add(one.group); }
    });
    groups.forEach((group) => { group.rows[0].hidden = sorting.key !== "" || !alive.has(group); });
    count.textContent = shown + " of " + rows.length + " claims";
    none.hidden = shown > 0;
  };
  const read = () => {
    for (const control of form.elements) if (control.name) state[control.name] = control.value;
    show();
  };
  form.addEventListener("input", read);
  form.addEventListener("change", read);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(read));

  /* Sorting by a column lets go of the events; sorting a third time restores them. */
  const sorting = { key: "", up: true };
  const keys = ["measure", "value", "claimant", "stance", "source", "", "id"];
  const compare = (a, b) => {
    if (sorting.key === "value") {
      const [first, second] = [a.numbers[0], b.numbers[0]];
      if (first !== undefined && second !== undefined) return first - second || a.value.localeCompare(b.value);
      if (first !== undefined || second !== undefined) return first === undefined ? 1 : -1;
    }
    return a[sorting.key].localeCompare(b[sorting.key]);
  };
  const heads = [...table.tHead.rows[0].cells];
  const arrange = () => {
    if (sorting.key === "") {
      rows.forEach((one) => one.group.append(one.row));
    } else {
      const order = [...rows].sort(compare);
      if (!sorting.up) order.reverse();
      groups[0].append(...order.map((one) => one.row));
    }
    table.classList.toggle("flat", sorting.key !== "");
    heads.forEach((head, place) => {
      const own = keys[place] && keys[place] === sorting.key;
      if (own) head.setAttribute("aria-sort", sorting.up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    show();
  };
  heads.forEach((head, place) => {
    if (!keys[place]) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      if (sorting.key !== keys[place]) Object.assign(sorting, { key: keys[place], up: true });
      else if (sorting.up) sorting.up = false;
      else Object.assign(sorting, { key: "", up: true });
      arrange();
    });
  });
  rows.forEach((one) => {
    const event = document.createElement("small");
    event.className = "event-name";
    event.textContent = one.event;
    one.row.cells[0].prepend(event);
  });

  /* A claim that a link leads to is shown, whatever the filters say; so is what lies in a closed list. */
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) { form.reset(); read(); }
    const closed = target.closest("details:not([open])");
    if (closed) closed.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  show();
  if (location.hash) reveal();
})();
