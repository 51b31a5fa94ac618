"""Types commands of Debian's AWS CLI, each in a process of its own. That is forked from one which has the CLI and its models loaded:
loading them takes twenty times as long as a command does.

One JSON request per line in: {"id": 1, "args": ["chime", "list-accounts"], "environment": {...}}
One JSON answer per line out, in the order in which the commands end: {"id": 1, "code": 0, "stdout": "...", "stderr": "..."}
"""
import contextlib
import fcntl
import json
import os
import signal
import sys
import tempfile

from awscli.clidriver import create_clidriver
from botocore.exceptions import DataNotFoundError

# Where the CLI keeps its models. Loaded, it adds that to the folders which its caller names.
own_models = os.environ["AWS_DATA_PATH"]
drivers = {}


def driver_for(models):
    """The CLI with the models of a folder beside its own, nobody's credentials yet, and what all commands read already read."""
    if models not in drivers:
        os.environ["AWS_DATA_PATH"] = os.pathsep.join(filter(None, [models, own_models]))
        drivers[models] = create_clidriver()
        session = drivers[models].session
        session.get_available_services()
        session.get_component("endpoint_resolver")
        for service in ("iam", "chime"):
            session.get_service_model(service)
            session.get_paginator_model(service)
            with contextlib.suppress(DataNotFoundError):
                session.get_waiter_model(service)
    return drivers[models]


def run(driver, args, stdout, stderr):
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(stdout.fileno(), 1)
    os.dup2(stderr.fileno(), 2)
    try:
        code = driver.main(args)
    except SystemExit as ended:
        code = ended.code
    sys.stdout.flush()
    sys.stderr.flush()
    return code or 0


def answer(driver, request, answers):
    os.environ.clear()
    os.environ.update(request["environment"])
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        code = run(driver, request["args"], stdout, stderr)
        texts = [os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode() for file in (stdout, stderr)]
    line = json.dumps({"id": request["id"], "code": code, "stdout": texts[0], "stderr": texts[1]}) + "\n"
    # Commands end at the same time, and a long line is not written in one piece.
    fcntl.lockf(turn, fcntl.LOCK_EX)
    with open(answers, "w") as out:
        out.write(line)


turn = tempfile.TemporaryFile()
# Nobody waits for the commands; the system is to forget them when they end.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    request = json.loads(line)
    driver = driver_for(request["environment"].get("AWS_DATA_PATH"))
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            answer(driver, request, os.dup(1))
        finally:
            os._exit(0)
