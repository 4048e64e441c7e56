#!/usr/bin/env bash
# Made by wavec from spec.wave. Don't edit: change the spec and build again.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# A pager would wait for a key.
export PAGER=cat

usage() {
    cat <<'USAGE'
Usage: cluster.sh [--dry-run] [--list] [--from STEP] [--help]

Runs the steps below in order. Each can be run again.

  --dry-run    print each step and its commands, and change nothing
  --list       print the names and the titles of the steps
  --from STEP  begin with this step; checks before it run all the same
  --help       print this

Programs that it needs: aws, eksctl, helm, mktemp, sed
USAGE
}

need() {
    if ! command -v "$1" >/dev/null; then
        problems+="  $1 isn't installed"$'\n'
    fi
}

finish() {
    local status=$?
    if ((status != 0)) && [[ -n $now ]]; then
        printf '%s: stopped in this step; go on with: --from %s\n' cluster.sh "${from:-$now}" >&2
    fi
}

run_cluster_main_context() (
    account=$(aws sts get-caller-identity --query Account --output text) || account=
    if [[ -z $account ]]; then
        printf '%s\n' "aws doesn't say which account it is logged in to, and this deployment belongs to 123456789012" \
            "log in, e.g. with: aws sso login (or set AWS_PROFILE, or run aws configure)" >&2
        exit 1
    fi
    if [[ $account != 123456789012 ]]; then
        printf '%s\n' "aws is logged in to the account $account, and this deployment belongs to 123456789012" \
            "log in to 123456789012, e.g. by setting AWS_PROFILE" >&2
        exit 1
    fi
)

run_cluster_main_create() {
    if aws eks describe-cluster --name tower-prod --region eu-central-1 >/dev/null 2>&1; then
        echo '    done already'
        return
    fi
    eksctl create cluster --config-file "$here/eksctl/cluster.yaml"
}

run_cluster_main_nodes() {
    printf '%s\n' 'A group that the spec has no more is drained and removed by: eksctl delete nodegroup --cluster tower-prod --region eu-central-1 --name GROUP'
    eksctl create nodegroup --config-file "$here/eksctl/cluster.yaml"
}

run_cluster_main_controller() (
    kubeconfig=$(mktemp)
    trap 'rm -f "$kubeconfig"' EXIT
    aws eks update-kubeconfig --name tower-prod --region eu-central-1 --kubeconfig "$kubeconfig"
    helm upgrade --install aws-load-balancer-controller aws-load-balancer-controller \
        --kubeconfig "$kubeconfig" --namespace kube-system --repo https://aws.github.io/eks-charts \
        --set "clusterName=tower-prod" --set serviceAccount.create=false \
        --set serviceAccount.name=aws-load-balancer-controller --wait
)

run_cluster_main_oidc() (
    aws eks describe-cluster --name tower-prod --region eu-central-1 --query cluster.identity.oidc.issuer --output text \
        | sed 's,.*/\(.*\),oidc_id = "\1",'
)

# Runs a step: what it does, then what it finds out.
step() {
    local name=$1 how="${*:3}"
    if [[ $mode == list ]]; then
        printf '%-23s  %s\n' "$name" "$2"
        return
    fi
    if [[ $name == "$from" ]]; then
        from=
    fi
    if [[ $mode == dry-run ]]; then
        printf '==> %s\n' "$2"
        if [[ -z $from || $how == *always* ]]; then
            show "run_$name"
        fi
        show "find_$name"
        return
    fi
    now=$name
    if [[ -z $from || $how == *always* ]]; then
        printf '==> %s\n' "$2"
        if defined "run_$name"; then
            "run_$name"
        fi
    fi
    # Later steps need this also where the step itself is left out.
    if defined "find_$name"; then
        "find_$name"
    fi
    now=
}

defined() {
    declare -F "$1" >/dev/null
}

# The commands of a function, as they would be run; a secret shows as its name.
show() {
    if defined "$1"; then
        declare -f "$1" | sed '1,2d; $d'
    fi
}

mode=run
from=
now=
while (($# > 0)); do
    case $1 in
        --dry-run) mode=dry-run ;;
        --list) mode=list ;;
        --from)
            from=${2-}
            if ! defined "run_$from" && ! defined "find_$from"; then
                printf '%s: --from needs the name of a step; --list prints them\n' cluster.sh >&2
                exit 2
            fi
            shift
            ;;
        -h | --help)
            usage
            exit
            ;;
        *)
            printf '%s: expected an option of --help, not: %s\n' cluster.sh "$1" >&2
            exit 2
            ;;
    esac
    shift
done

if [[ $mode == run ]]; then
    problems=
    need aws
    need eksctl
    need helm
    need mktemp
    need sed
    if [[ -n $problems ]]; then
        printf '%s: before the first step:\n%s' cluster.sh "$problems" >&2
        exit 1
    fi
    trap finish EXIT
fi

step cluster_main_context 'Check that aws means the account of the spec' always
step cluster_main_create 'Create the cluster tower-prod'
step cluster_main_nodes 'Create the node groups that tower-prod lacks'
step cluster_main_controller 'Install the load balancer controller'
step cluster_main_oidc 'Print the id of its OpenID Connect issuer, for the spec'
