#!/usr/bin/env python3
"""Verifies the feed of a Summit Ledger without any of its code; see feed-proof.md.

    verify_feed.py http://127.0.0.1:8080      reads every envelope of a running service
    verify_feed.py < changes.ndjson           reads changes, one a line, from the first on

Prints `head SEQ:CHAIN` and ends with 0 if all fits; names the first change that does not, and ends
with 1. With --expect SEQ:CHAIN (several times, if you like) the chain must also be what was written
down earlier. A service that lets only its users read takes the token from LEDGER_TOKEN.

Needs Python 3.9 and nothing beside its standard library.
"""

import argparse
import hashlib
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

GENESIS = bytes(32)
MEMBERS = ("seq", "id", "entity", "entity_id", "version", "op", "at", "actor", "node", "body_sha256")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


class Misfit(Exception):
    """What does not fit, in words."""


def canonical(value):
    """The text of RFC 8785. Records of the ledger hold no fractions, so none is written."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(escaped(c) for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(canonical(one) for one in value) + "]"
    if isinstance(value, dict):
        # Members stand in the order of their names' UTF-16 code units.
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(n) + ":" + canonical(value[n]) for n in names) + "}"
    raise Misfit(f"{value!r} cannot stand in a change")


def escaped(c):
    if c in ESCAPES:
        return ESCAPES[c]
    return f"\\u{ord(c):04x}" if c < " " else c


def sha256(data):
    return hashlib.sha256(data)


class Chain:
    """The chain as far as it was worked out."""

    def __init__(self, expected):
        self.seq, self.link, self.expected = 0, GENESIS, expected
        self.bodies = 0
        self.meet()

    def add(self, change):
        """Works the next link out, and holds it against what the change says."""
        seq = self.seq + 1
        missing = [name for name in MEMBERS + ("chain",) if name not in change]
        if missing:
            raise Misfit(f"change {seq}: {', '.join(missing)} is missing")
        if change["seq"] != seq:
            raise Misfit(f"change {seq} is missing: {change['seq']} comes after {self.seq}")
        if change.get("body") is not None:
            body = sha256(canonical(change["body"]).encode("utf-8")).hexdigest()
            if body != change["body_sha256"]:
                raise Misfit(f"change {seq}: its body is not what its body_sha256 says")
            self.bodies += 1
        envelope = canonical({name: change[name] for name in MEMBERS}).encode("utf-8")
        link = sha256(self.link + envelope)
        if link.hexdigest() != change["chain"]:
            raise Misfit(f"change {seq}: its envelope does not give its chain")
        self.seq, self.link = seq, link.digest()
        self.meet()

    def meet(self):
        for chain in self.expected.pop(self.seq, []):
            if chain != self.link.hex():
                raise Misfit(f"change {self.seq}: its chain is not the expected one")

    def end(self):
        if self.expected:
            raise Misfit(f"change {min(self.expected)} was expected: the feed ends at {self.seq}")


def pages(base, token):
    """The changes of a service, page by page, without their bodies."""
    since = None
    while True:
        query = {"bodies": "false", "limit": "500"}
        if since:
            query["since"] = since
        url = base.rstrip("/") + "/api/v1/changes?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(url, headers={"Accept": "application/json"})
        if token:
            request.add_header("Authorization", "Bearer " + token)
        with urllib.request.urlopen(request, timeout=60) as answer:
            page = json.load(answer)
        yield from page["items"]
        if not page["items"] or page.get("more") is False:
            return
        since = page["next"]


def lines(stream):
    """The changes of a stream, one a line."""
    for line in stream:
        if line.strip():
            yield json.loads(line)


def expectation(text):
    seq, _, chain = text.partition(":")
    if not seq.isdigit() or len(chain) != 64 or set(chain.lower()) - set("0123456789abcdef"):
        raise argparse.ArgumentTypeError("must be a seq, a colon and 64 hexadecimal digits")
    return int(seq), chain.lower()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="?", help="the service's address; absent, stdin is read")
    parser.add_argument("--expect", metavar="SEQ:CHAIN", type=expectation, action="append",
                        default=[], help="a place of the feed and its chain, as written down")
    arguments = parser.parse_args()
    expected = {}
    for seq, chain in arguments.expect:
        expected.setdefault(seq, []).append(chain)
    if arguments.url:
        changes = pages(arguments.url, os.environ.get("LEDGER_TOKEN"))
    else:
        changes = lines(open(0, encoding="utf-8"))
    try:
        chain = Chain(expected)
        for change in changes:
            chain.add(change)
        chain.end()
    except Misfit as misfit:
        sys.exit(f"It does not fit: {misfit}.")
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"The feed cannot be read: {error}.")
    print(f"head {chain.seq}:{chain.link.hex()}")


if __name__ == "__main__":
    main()
