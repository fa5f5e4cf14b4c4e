"""A report as an answer: one page that holds its own style and pictures, runs nothing and loads nothing."""

from aws_lambda_powertools.event_handler import Response

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'"


def report_page(html: str) -> Response[str]:
    """The page, which nobody between keeps."""
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(200, "text/html; charset=utf-8", html, headers=headers)
