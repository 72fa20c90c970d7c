"""An example receiver of Summit Ledger's webhooks, with Python's standard library alone.

    WEBHOOK_SECRET=whsec_... python3 webhook_receiver.py 9000

It answers 204 as soon as a message is verified and noted, and leaves the work to another thread.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import queue
import sys
import threading
import time
from collections import OrderedDict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE = 5 * 60  # seconds that the sender's clock may differ from ours
LARGEST = 4 * 1024 * 1024  # bytes of a message
REMEMBERED = 100_000  # ids; keep them in your database, beside what the messages did

secret = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
todo = queue.Queue()
seen = OrderedDict()
lock = threading.Lock()


def fault(headers, body):
    """What is wrong with a message; None if it is from the ledger, and of now."""
    message, sent, signatures = (
        headers.get("webhook-" + name, "") for name in ("id", "timestamp", "signature")
    )
    try:
        age = abs(time.time() - int(sent))
    except ValueError:
        return "the timestamp is no number"
    if age > TOLERANCE:
        return "the timestamp is too far from now"
    signed = f"{message}.{sent}.".encode() + body
    wanted = hmac.new(secret, signed, hashlib.sha256).digest()
    # Several while a secret is being rotated; one that fits is enough.
    for signature in signatures.split():
        version, _, text = signature.partition(",")
        try:
            given = base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error):
            continue
        if version == "v1" and hmac.compare_digest(given, wanted):
            return None
    return "no signature is by our secret"


def is_new(message):
    """Whether the id was not seen before: a message may come more than once."""
    with lock:
        if message in seen:
            return False
        seen[message] = True
        if len(seen) > REMEMBERED:
            seen.popitem(last=False)
        return True


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length") or 0)
        if length > LARGEST:
            return self.answer(413)
        body = self.rfile.read(length)
        if fault(self.headers, body):
            return self.answer(401)
        if is_new(self.headers["webhook-id"]):
            todo.put(body)
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def work():
    """What is done with the messages: keep `cursor`, to read on in the feed if one was missed."""
    while True:
        message = json.loads(todo.get())
        print(message["type"], json.dumps(message["data"]))


if __name__ == "__main__":
    threading.Thread(target=work, daemon=True).start()
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    print(f"Listening at http://127.0.0.1:{server.server_address[1]}/")
    server.serve_forever()
