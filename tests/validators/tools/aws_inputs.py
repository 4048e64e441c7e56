"""Inputs of AWS' own programming interface: botocore's validation of parameters, before anything is sent."""

import json

import botocore.session
from botocore.validate import ParamValidator

from tools.policies import is_trust
from tools.tool import Finding, Tool

ROLE = {"RoleName": "example"}
POLICY = {"PolicyName": "example"}


def call_of(document):
    """Service, operation and parameters that a document is sent with."""
    value = document.value
    match document.format:
        case "route53":
            return "route53", "ChangeResourceRecordSets", {"HostedZoneId": "Z0123456789ABCDEFGHIJ", "ChangeBatch": value}
        case "iam" if is_trust(value):
            return "iam", "CreateRole", {**ROLE, "AssumeRolePolicyDocument": json.dumps(value)}
        case "iam":
            return "iam", "CreatePolicy", {**POLICY, "PolicyDocument": json.dumps(value)}
        case "lambda":
            return "lambda", "CreateFunction", value
        case "batch" if "jobDefinitionName" in value:
            return "batch", "RegisterJobDefinition", value
        case "batch" if "jobQueueName" in value:
            return "batch", "CreateJobQueue", value
    return "batch", "CreateComputeEnvironment", value


class Botocore(Tool):
    name, package, formats = "botocore", "botocore", ("route53", "iam", "batch", "lambda")

    def check(self, documents):
        session = botocore.session.get_session()
        return [finding for d in documents for finding in self.of_input(session, d)]

    def of_input(self, session, document):
        service, operation, parameters = call_of(document)
        shape = session.get_service_model(service).operation_model(operation).input_shape
        report = ParamValidator().validate(parameters, shape)
        if report.has_errors():
            yield Finding(document, operation, report.generate_report())
        # The enums of the model, which the validator doesn't look at.
        yield from (Finding(document, operation, text) for text in outside_enum(shape, parameters, operation))


def outside_enum(shape, value, path):
    """Values that the service's model doesn't list."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, member in shape.members.items():
            if name in value:
                yield from outside_enum(member, value[name], f"{path}.{name}")
    elif shape.type_name == "list" and isinstance(value, list):
        for n, one in enumerate(value):
            yield from outside_enum(shape.member, one, f"{path}[{n}]")
    elif shape.type_name == "string" and shape.enum and isinstance(value, str) and value not in shape.enum:
        yield f"{path}: `{value}` is none of {', '.join(shape.enum)}"
