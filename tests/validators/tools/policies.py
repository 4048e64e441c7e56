"""Policies of IAM: parliament, as a library. It looks at what is allowed, not at who may take a role."""

import json

import parliament

from tools.tool import Finding, Tool

# What it says of a statement that it can't read is no more precise than these.
QUIET = {"RESOURCE_POLICY_PRIVILEGE_ESCALATION"}


class Parliament(Tool):
    name, package, formats = "parliament", "parliament", ("iam",)

    def reads(self, document):
        return super().reads(document) and not is_trust(document.value)

    def check(self, documents):
        return [finding for d in documents for finding in self.of_policy(d)]

    def of_policy(self, document):
        for found in parliament.analyze_policy_string(json.dumps(document.value)).findings:
            if found.issue not in QUIET:
                yield Finding(document, found.issue, str(found.detail or parliament.config.get(found.issue, {}).get("title", "")))


def is_trust(policy):
    """Whether a policy says who may take a role."""
    statements = policy.get("Statement") or []
    statements = statements if isinstance(statements, list) else [statements]
    return any(isinstance(s, dict) and ("Principal" in s or "NotPrincipal" in s) for s in statements)
