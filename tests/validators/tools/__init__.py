"""The table of the tools."""

from tools import aws_account, aws_inputs, cfn_lint, cue, kubernetes, policies, schemas, scripts, workflows, yaml_readers

# In the order of the table in docs/validation.md.
TOOLS = [
    kubernetes.KubernetesValidate,
    kubernetes.Kubeconform,
    kubernetes.Kustomize,
    cfn_lint.CfnLint,
    schemas.CheckJsonschema,
    cue.Cue,
    policies.Parliament,
    aws_inputs.Botocore,
    aws_account.Moto,
    workflows.Actionlint,
    scripts.Shellcheck,
    yaml_readers.YamlReaders,
]
