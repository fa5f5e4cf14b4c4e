"""The inbox as a web page: a list, and each mail as HTML, text and source."""

import logging
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from infra.local.inbox import Inbox, html_of, text_of

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #16181d }
h1 { font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere }
h2 { font-size: 1.1rem; margin-top: 2rem }
a { color: #2b4bdb }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; vertical-align: top; padding: .6rem .75rem .6rem 0; border-bottom: 1px solid #d9dde3 }
th, b { color: #525a67; font-weight: 600; font-size: .9rem }
td { overflow-wrap: anywhere }
iframe { width: 100%; height: 80vh; margin-top: 1rem; border: 1px solid #d9dde3; border-radius: 8px }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f7f9; padding: 1rem; border-radius: 8px }
"""
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
MAIL_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
log = logging.getLogger(__name__)


class InboxServer(ThreadingHTTPServer):
    """Serves the pages of an inbox."""

    daemon_threads = True

    def __init__(self, inbox: Inbox, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.inbox = inbox
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address of the list."""
        return f"http://localhost:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        log.debug("a client hung up", exc_info=True)

    def close(self) -> None:
        """Stops serving."""
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: InboxServer

    def do_GET(self) -> None:
        parts = self.path.strip("/").split("/")
        if parts == [""]:
            self._send(self._list())
            return
        messages = self.server.inbox.messages()
        if not parts[0].isdigit() or int(parts[0]) >= len(messages) or len(parts) > 2:
            self._send("<p>No such mail.</p>", 404)
            return
        message = messages[int(parts[0])]
        view = parts[1] if len(parts) == 2 else ""
        if view == "html":
            body = f'<base target="_blank">{html_of(message) or ""}'
            self._send(body, policy=MAIL_POLICY)
        elif view == "raw":
            self._send(message.as_string(), kind="text/plain")
        else:
            self._send(self._mail(parts[0]))

    def _list(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(str(mail['Date'] or ''))}</td><td>{escape(str(mail['To'] or ''))}</td>"
            f'<td><a href="/{index}">{escape(str(mail["Subject"] or "(no subject)"))}</a></td></tr>'
            for index, mail in reversed(list(enumerate(self.server.inbox.messages())))
        )
        table = f"<table><tr><th>Date</th><th>To</th><th>Subject</th></tr>{rows}</table>"
        return _page("Inbox", f'<meta http-equiv="refresh" content="5">{table}')

    def _mail(self, index: str) -> str:
        mail = self.server.inbox.messages()[int(index)]
        facts = "".join(
            f"<div><b>{name}</b> {escape(str(mail[name] or ''))}</div>" for name in ("From", "To", "Date")
        )
        html = html_of(mail)
        frame = f'<iframe title="Mail" sandbox="{SANDBOX}" src="/{index}/html"></iframe>' if html else ""
        plain = text_of(mail)
        text = f"<h2>Text</h2><pre>{escape(plain)}</pre>" if plain else ""
        links = f'<p><a href="/">Inbox</a> · <a href="/{index}/raw">Source</a></p>'
        return _page(str(mail["Subject"] or "(no subject)"), f"{links}{facts}{frame}{text}")

    def _send(self, body: str, status: int = 200, kind: str = "text/html", policy: str | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _page(title: str, body: str) -> str:
    head = f'<!doctype html><html lang="en"><meta charset="utf-8">{VIEWPORT}<title>{escape(title)}</title>'
    return f"{head}<style>{STYLE}</style><h1>{escape(title)}</h1>{body}</html>"
