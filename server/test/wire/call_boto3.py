"""Calls boto3 as it is told: one JSON request per line in, one JSON answer per line out.

{"service": "chime", "call": "create_account", "with": {...}}   calls a method
{"service": "chime", "pages": "list_users", "with": {...}}      answers the pages of a paginator

The endpoint is the first argument.
"""
import json
import sys

import boto3
from botocore.exceptions import ClientError, ParamValidationError

clients = {}
for line in sys.stdin:
    request = json.loads(line)
    service, parameters = request["service"], request["with"]
    try:
        if service not in clients:
            clients[service] = boto3.client(service, endpoint_url=sys.argv[1])
        client = clients[service]
        if "pages" in request:
            answer = {"answer": list(client.get_paginator(request["pages"]).paginate(**parameters))}
        else:
            answer = {"answer": getattr(client, request["call"])(**parameters)}
    except (ClientError, ParamValidationError, AttributeError) as error:
        answer = {"error": str(error), "type": type(error).__name__}
    print(json.dumps(answer, default=str), flush=True)
