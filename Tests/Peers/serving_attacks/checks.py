"""What was checked, and what was wrong."""
import json
import sys

TOKEN = "a-token-for-this-test"
AUTHORIZED = [("Authorization", "Bearer " + TOKEN)]
faults = []
count = 0


def check(truth, what):
    global count
    count += 1
    if not truth:
        faults.append(what)
        print("FAULT", what, file=sys.stderr)


def judge(name, answer, right, secrets):
    status, body = answer if answer else (None, b"")
    check(status in right, f"{name}: {status} {body[:120]}")
    text = body.decode("utf-8", "replace")
    check(not any(secret in text for secret in secrets) and "root:" not in text, f"{name} shows a path: {text[:200]}")
    if status and status >= 400 and body:
        try:
            check(list(json.loads(text)) == ["error"], f"{name}: {text[:120]}")
        except ValueError:
            # NIO's own words for what is no HTTP are none.
            check(status == 400, f"{name}: {text[:120]}")
