"""Build on approved images only, and on the organisation's own where it has them.

The configuration says what is approved (`approved-bases`) and what takes the place of what
(`replace-bases`), in FROM, `COPY --from` and `RUN --mount=from`. An image that is replaced keeps
its tag and loses its digest, which is that of the other repository's image. One that is not
approved is reported, and `--check` fails until it is gone or an ignore comment says why not.
https://csrc.nist.gov/pubs/sp/800/190/final
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.images import Place, images
from fixer.edit import Edit, Safety, Skip, edit


@transform(given=["bases"])
def approved_base(document: Document) -> Iterator[Edit | Skip]:
    policy = document.bases
    if policy is None:
        return
    done: set[Place | None] = set()
    for image in images(document):
        if image.kind == "# syntax":
            continue
        reference = image.repository
        if reference is None:
            yield Skip(image.line, f"{image.text} is known only to who builds it: is it approved?")
            continue
        new = policy.replacement(reference)
        if new is None:
            if not policy.approves(reference):
                yield Skip(image.line, f"{reference.text} is not approved", fails=True)
        elif image.name is None:
            reason = f"should be used, not {reference.text}: its name is not written out here"
            yield Skip(image.line, f"{new.text} {reason}", fails=True)
        elif reference.digest and not reference.tag:
            reason = "should be used: the digest names the other one's image, and there is no tag"
            yield Skip(image.line, f"{new.familiar} {reason}", fails=True)
        elif image.name not in done:
            done.add(image.name)
            operations = [image.name.replace(new.familiar)]
            if reference.digest and image.place:
                operations.append(image.place.last(len(reference.digest) + 1).replace(""))
            yield edit(
                *operations,
                why=f"{new.familiar} is used here instead of {reference.familiar}"
                + ("; its digest is another one" if reference.digest else ""),
                safety=Safety.HARDENING,
                line=image.name.line,
            )
