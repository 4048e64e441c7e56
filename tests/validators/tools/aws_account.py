"""moto: an imitation of an AWS account in this process. What outputs ask for is made there, read back, and compared.

It accepts actions that don't exist and records with wrong values: that it accepts a document proves little more than its shape.
"""

import contextlib
import json
import logging
import os
import re
import warnings

import boto3
import moto
from botocore.exceptions import ClientError, ParamValidationError
from moto.cloudformation.parsing import get_model_map
from moto.route53.models import route53_backends

from documents import PLAUSIBLE
from tools.policies import is_trust
from tools.tool import Finding, Tool
from tools.yaml_readers import differs

REGION = "eu-central-1"
NOBODY = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none", "AWS_DEFAULT_REGION": REGION}  # fmt: skip


class Moto(Tool):
    name, package, formats, together = "moto", "moto", ("iam", "route53", "cloudformation"), True

    def check(self, documents):
        os.environ.update(NOBODY)
        logging.disable(logging.WARNING)
        found = []
        with warnings.catch_warnings(), moto.mock_aws(), contextlib.redirect_stdout(None):
            warnings.simplefilter("ignore")
            for document in documents:
                if document.format != "cloudformation":
                    found += problems(document, of_policy if document.format == "iam" else of_changes)
            found += self.of_stacks([d for d in documents if d.format == "cloudformation"])
        return found

    def of_stacks(self, templates):
        """Creates the stacks in the order in which they export what others import."""
        waiting, made, found = list(templates), set(), []
        while waiting:
            ready = [d for d in waiting if imports(d.value) <= made] or waiting
            document = ready[0]
            waiting.remove(document)
            wrong = problems(document, self.of_stack)
            # What exists before the stack can't be made under its id.
            outside = {i for f in wrong for i in re.findall(r"\b(?:subnet|vpc|sg)-[0-9a-f]{8,}", f.text) if i in document.text}
            if outside:
                self.unread[document.name] = f"there is no {', '.join(sorted(outside))} in the imitation"
            else:
                found += wrong
            made |= exports(document.value)
        return found

    def of_stack(self, document):
        cloudformation = boto3.client("cloudformation", REGION)
        template, unmade = without_unknown(document.value)
        if unmade:
            self.unread[document.name] = f"it makes no {', '.join(sorted(set(unmade.values())))}"
        for resource in template["Resources"].values():
            make_zone(resource.get("Properties") or {})
        text = json.dumps(template) if unmade else document.text
        name = "".join(c if c.isalnum() else "-" for c in document.name).strip("-")[-120:].lstrip("-0123456789")
        parameters = [{"ParameterKey": k, "ParameterValue": value_of(k, p)} for k, p in (document.value.get("Parameters") or {}).items()]
        capabilities = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
        cloudformation.create_stack(StackName=name, TemplateBody=text, Parameters=parameters, Capabilities=capabilities)
        stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        if stack["StackStatus"] != "CREATE_COMPLETE":
            yield f"the stack is {stack['StackStatus']}: {stack.get('StackStatusReason', '')}"
        there = {r.get("LogicalResourceId") for r in cloudformation.describe_stack_resources(StackName=name)["StackResources"]}
        if missing := sorted(i for i, r in template["Resources"].items() if "Condition" not in r and i not in there):
            yield f"the stack has no {', '.join(missing)}"
        outputs = {o["OutputKey"] for o in stack.get("Outputs", [])}
        if lost := sorted(k for k, o in (template.get("Outputs") or {}).items() if "Condition" not in o and k not in outputs):
            yield f"the stack has no output {', '.join(lost)}"


def problems(document, judge):
    """What making a document's contents gives."""
    try:
        return [Finding(document, judge.__name__, text) for text in judge(document)]
    except (ClientError, ParamValidationError) as error:
        return [Finding(document, judge.__name__, str(error))]
    except Exception as error:  # noqa: BLE001  what moto falls over is not known beforehand
        return [Finding(document, judge.__name__, f"moto fell over it: {type(error).__name__}: {error}")]


def of_policy(document):
    iam, text = boto3.client("iam", REGION), json.dumps(document.value)
    name = document.file.stem[-60:]
    if is_trust(document.value):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=text)
        back = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    else:
        made = iam.create_policy(PolicyName=name, PolicyDocument=text)["Policy"]
        back = iam.get_policy_version(PolicyArn=made["Arn"], VersionId=made["DefaultVersionId"])["PolicyVersion"]["Document"]
    if difference := differs(document.value, back, ""):
        yield f"what is read back differs: {difference}"


def of_changes(document):
    route53 = boto3.client("route53", REGION)
    records = [c["ResourceRecordSet"] for c in document.value["Changes"]]
    domain = ".".join(records[0]["Name"].rstrip(".").split(".")[-2:]) + "."
    zone = route53.create_hosted_zone(Name=domain, CallerReference=document.name)["HostedZone"]["Id"]
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=document.value)
    there = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    for record in records:
        same = [r for r in there if (r["Name"], r["Type"]) == (record["Name"], record["Type"])]
        if not any(all(r.get(k) == v for k, v in record.items()) for r in same):
            yield f"the record {record['Name']} {record['Type']} is not there as it was asked for: {same}"


def without_unknown(template):
    """A template without the resources that moto doesn't know, something plausible where they are referred to; and their types."""
    resources = template.get("Resources") or {}
    unknown = {i: r["Type"] for i, r in resources.items() if r.get("Type") not in get_model_map() and not is_own(r.get("Type"))}

    def known(value):
        match value:
            case {"Ref": name} if name in unknown:
                return plausible(name)
            case {"Fn::GetAtt": [name, attribute]} if name in unknown:
                return plausible(attribute)
            case dict():
                return {k: known(v) for k, v in value.items()}
            case list():
                return [known(v) for v in value if not (isinstance(v, str) and v in unknown)]
            case str():
                return re.sub(r"\$\{(\w+)(\.[\w.]+)?\}", lambda m: plausible(m[2] or m[1]) if m[1] in unknown else m[0], value)
        return value

    rest = {i: known(r) for i, r in resources.items() if i not in unknown}
    for resource in rest.values():
        if resource.get("DependsOn") in unknown:
            del resource["DependsOn"]
    return {**{k: known(v) for k, v in template.items()}, "Resources": rest}, unknown


def make_zone(properties):
    """Makes the hosted zone that a record is put into, under the id that it has outside of the template."""
    zone = properties.get("HostedZoneId")
    if isinstance(zone, str):
        zones = route53_backends["123456789012"]["aws"].zones
        made = boto3.client("route53", REGION).create_hosted_zone(Name="your-company.com.", CallerReference=zone)["HostedZone"]["Id"]
        zones.setdefault(zone, zones.pop(made.rsplit("/", 1)[-1]))


def is_own(kind):
    """Whether a type is the user's own."""
    return str(kind).startswith(("Custom::", "AWS::CloudFormation::"))


def plausible(name):
    return next(value for word, value in PLAUSIBLE if word in name.lower())


def value_of(name, parameter):
    """What a stack is given for a parameter."""
    if "Default" in parameter:
        return str(parameter["Default"])
    if parameter.get("AllowedValues"):
        return str(parameter["AllowedValues"][0])
    return plausible(name)


def imports(value):
    """Names that a template imports, as far as they are plain text."""
    if isinstance(value, dict):
        own = {v for k, v in value.items() if k == "Fn::ImportValue" and isinstance(v, str)}
        return own.union(*(imports(v) for v in value.values()))
    return set().union(*(imports(v) for v in value)) if isinstance(value, list) else set()


def exports(template):
    names = (o.get("Export", {}).get("Name") for o in (template.get("Outputs") or {}).values())
    return {name for name in names if isinstance(name, str)}
