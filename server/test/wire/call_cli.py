"""Runs Debian's AWS CLI as it is told, in one process: one JSON request per line in, one JSON answer per line out.

{"service": "iam", "operation": "CreateUser", "with": {...}, "environment": {...}}   types `aws iam create-user …`

Texts and numbers are typed as they are, everything else as JSON. The endpoint is the first argument.
"""
import base64
import contextlib
import io
import json
import os
import sys
import tempfile

from awscli.clidriver import create_clidriver
from botocore import xform_name

drivers = {}
# The CLI has added its own data to it by now.
data_path = os.environ["AWS_DATA_PATH"]


def driver_for(environment):
    """A driver keeps the credentials that it began with."""
    key = json.dumps(environment, sort_keys=True)
    if key not in drivers:
        os.environ.clear()
        os.environ.update(environment, AWS_DATA_PATH=data_path)
        drivers[key] = create_clidriver()
    return drivers[key]


def typed(name, value):
    option = "--" + xform_name(name, "-")
    if isinstance(value, bool):
        return [option if value else "--no-" + option[2:]]
    if isinstance(value, (str, int)):
        return [option, str(value)]
    return [option, json.dumps(value)]


def run(driver, line):
    printed, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        code = driver.main(line)
    if code != 0:
        return {"error": complained.getvalue(), "type": str(code)}
    return {"answer": json.loads(printed.getvalue() or "{}")}


for request in map(json.loads, sys.stdin):
    line = ["--endpoint-url", sys.argv[1], request["service"], xform_name(request["operation"], "-")]
    line += [text for name, value in request["with"].items() for text in typed(name, value)]
    with tempfile.TemporaryDirectory() as folder:
        # The CLI shows the seed of a device to nobody but a file.
        seed = os.path.join(folder, "seed")
        if request["operation"] == "CreateVirtualMFADevice":
            line += ["--bootstrap-method", "Base32StringSeed", "--outfile", seed]
        answer = run(driver_for(request["environment"]), line)
        if os.path.exists(seed):
            with open(seed) as file:
                answer["answer"]["VirtualMFADevice"]["Base32StringSeed"] = file.read()
    print(json.dumps(answer), flush=True)
