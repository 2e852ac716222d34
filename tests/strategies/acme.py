"""An invented API that shares nothing with any vendor but the vocabulary: it has no accounts."""

from pathlib import Path
from tempfile import TemporaryDirectory

from postproof.openapi import Description, load_file

TEXT = r"""
openapi: 3.1.0
info: {title: Acme Notes, version: "3"}
servers: [{url: "https://notes.acme.example"}]
x-documents:
  guide: {title: Acme guide, url: "https://acme.example/guide"}
x-source: guide § Notes
x-level: must
x-behaviours:
  - {id: key, kind: authentication, status: 403, says: A request without a key is refused.}
  - id: robust
    kind: robustness
    cases: [emoji, right-to-left, nul, lone-surrogate, long-text, deep-nesting, malformed-json, wrong-content-type, wrong-method]
    says: Nothing crashes it.
paths:
  /folders/{folder}/notes:
    post:
      operationId: addNote
      parameters:
        - {name: folder, in: path, required: true, schema: {type: string, pattern: "^[a-z]+-[0-9]{2,5}$"}, example: team-10}
        - {name: X-Stage, in: header, required: true, schema: {type: string, enum: [draft, final]}}
        - {name: X-Trace, in: header, schema: {type: string, minLength: 4, maxLength: 12}}
        - {name: dry_run, in: query, schema: {type: boolean}}
        - {name: copies, in: query, required: true, schema: {type: integer, minimum: 1, maximum: 5}}
        - {name: weight, in: query, schema: {type: number, minimum: 0.5, maximum: 2.5}}
      x-rules:
        - {id: cover-exists, kind: exists, field: cover, says: The cover was uploaded.}
        - {id: cover-type, kind: media-type, field: cover, type: image, says: The cover is an image.}
        - {id: due-utc, kind: utc-instant, field: due, says: The time is in UTC.}
        - {id: due-window, kind: schedule-window, at-least: PT0S, at-most: P7D, says: The time is within a week.}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [subject, priority, sections]
              properties:
                subject: {type: string, minLength: 3, maxLength: 40, x-role: text}
                code: {type: string, pattern: "^[A-Z]{2}[0-9]+$", minLength: 4, maxLength: 9, example: AB123}
                reply_to: {type: string, format: email, examples: [someone@acme.example]}
                priority: {enum: [1, 2, 3]}
                agreed: {const: true}
                tone: {enum: [plain, warm]}
                score: {type: number, minimum: -1, maximum: 1}
                rank: {type: integer, maximum: -3}
                remark: {type: [string, "null"], maxLength: 20}
                zone: {type: string, x-role: timezone}
                labels: {type: array, maxItems: 3, items: {type: string, maxLength: 8}}
                cover: {type: string, x-role: media}
                due: {type: string, x-role: schedule}
                extra: {type: object}
                rows: {type: array}
                sections:
                  type: array
                  minItems: 2
                  maxItems: 4
                  items:
                    type: object
                    required: [heading]
                    properties:
                      heading: {type: string, minLength: 1}
                      final: {type: boolean}
                      pages:
                        type: object
                        required: [from]
                        properties:
                          from: {type: integer, minimum: 1}
                          to: {type: [integer, "null"], minimum: 1}
      responses: {"200": {description: Added.}}
  /notes:
    get:
      operationId: findNotes
      parameters:
        - {name: q, in: query, required: true, schema: {type: string, minLength: 2}}
        - {name: order, in: query, schema: {enum: [newest, oldest]}}
        - {name: size, in: query, schema: {type: integer, minimum: 0, maximum: 20, x-role: page-size}}
      responses: {"200": {description: Found.}}
  /notes/{note}:
    delete:
      operationId: dropNote
      x-rules:
        - {id: note-exists, kind: exists, field: path.note, says: The note exists.}
        - {id: note-open, kind: not-published, field: path.note, says: The note is not published.}
      parameters:
        - {name: note, in: path, required: true, schema: {type: string, x-role: post}}
      responses: {"200": {description: Dropped.}}
  /covers:
    post:
      operationId: addCover
      x-rules:
        - {id: size, kind: file-size, field: picture, by: sort, at-most: {image: 3 MB}, says: "At most {limit}."}
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [picture, sort]
              properties:
                sort: {type: string, enum: [image], x-role: media-type}
                picture: {type: string, x-role: file}
                alt: {type: string, maxLength: 60}
      responses: {"200": {description: Stored.}}
components:
  securitySchemes:
    Bearer: {type: http, scheme: bearer}
"""


def loaded(text: str = TEXT) -> Description:
    """Return the description in a text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "acme.yaml"
        path.write_text(text, encoding="utf-8")
        return load_file(path)


ACME = loaded()
