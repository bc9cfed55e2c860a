"""Reads a certificate by pypdf, strictly: its text, page by page, and its attachment.

Arguments: CERTIFICATE.pdf OUT. Writes page-1.txt, page-2.txt and credential.json into OUT.
"""

import sys
from pathlib import Path

from pypdf import PdfReader


def main() -> None:
    file, out = (Path(argument) for argument in sys.argv[1:3])
    reader = PdfReader(file, strict=True)
    for number, page in enumerate(reader.pages, start=1):
        (out / f"page-{number}.txt").write_text(page.extract_text(), encoding="utf-8")
    (content,) = reader.attachments["credential.json"]
    (out / "credential.json").write_bytes(content)


main()
