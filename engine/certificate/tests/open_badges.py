"""Judges a credential and its badge by programs of others: PyLD canonicalises, openbadgeslib verifies.

Arguments: CREDENTIAL.json BADGE.png OUT. Writes document.nq and options.nq into OUT and prints what holds, a line
each. Contexts are those that openbadgeslib brings; nothing is loaded from a network.
"""

import copy
import json
import sys
from pathlib import Path

from openbadgeslib.ob3.contexts import document_loader
from openbadgeslib.ob3.ldp import OB3LdpVerifier, OB3VerificationError
from openbadgeslib.ob3.verifier import OB3Verifier
from pyld import jsonld


def canonical(document: dict) -> str:
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": document_loader(),
    }
    return jsonld.normalize(document, options)


def main() -> None:
    credential_path, badge_path, out = (Path(argument) for argument in sys.argv[1:4])
    text = credential_path.read_text(encoding="utf-8")
    document = json.loads(text)
    proof = document.pop("proof")
    del proof["proofValue"]
    options = {"@context": document["@context"], **proof}
    (out / "document.nq").write_text(canonical(document), encoding="utf-8", newline="")
    (out / "options.nq").write_text(canonical(options), encoding="utf-8", newline="")

    issuer = document["issuer"]["id"]
    read = OB3LdpVerifier.for_issuer_did(issuer).verify(text)
    print(f"verified\t{read.issuer.name}\t{read.achievement.name}")

    changed = copy.deepcopy(json.loads(text))
    changed["credentialSubject"]["result"][0]["value"] = "0.9999"
    try:
        OB3LdpVerifier.for_issuer_did(issuer).verify(changed)
        print("changed\tverified")
    except OB3VerificationError:
        print("changed\trefused")

    baked = OB3Verifier.extract_token_from_png(badge_path.read_bytes())
    print("baked\t" + ("same" if baked == text else "other"))


main()
