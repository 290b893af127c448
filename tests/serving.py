"""A web server on this machine that, as those of the world do, gives parts of files too."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO


class FileHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:  # noqa: ANN401  # the signature of what it overrides
        """Say nothing of each request."""

    def send_head(self) -> Any:  # noqa: ANN401  # the signature of what it overrides
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        return self.send_part(path.read_bytes(), *asked.groups()) if asked and path.is_file() else super().send_head()

    def send_part(self, content: bytes, first: str, last: str) -> BinaryIO:
        start = int(first) if first else max(0, len(content) - int(last))
        part = content[start : int(last) + 1 if first and last else None]
        self.send_response(206)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Content-Range", f"bytes {start}-{start + len(part) - 1}/{len(content)}")
        self.end_headers()
        return BytesIO(part)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as long as the context lasts; yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(FileHandler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
