#!/usr/bin/env bash
# Made by wavec from spec.wave. Don't edit: change the spec and build again.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# A pager would wait for a key.
export PAGER=cat

usage() {
    cat <<'USAGE'
Usage: deploy.sh [--dry-run] [--list] [--from STEP] [--help]

Runs the steps below in order. Each can be run again.

  --dry-run    print each step and its commands, and change nothing
  --list       print the names and the titles of the steps
  --from STEP  begin with this step; checks before it run all the same
  --help       print this

Programs that it needs: aws, base64, kubectl, tr

Secrets that it reads from the environment: REGISTRY_USER, REGISTRY_PASSWORD, SURREAL_PASSWORD
USAGE
}

fail() {
    printf '%s: %s\n' deploy.sh "$1" >&2
    exit 1
}

matches() {
    local LC_ALL=C
    [[ $1 =~ $2 ]]
}

# capture TRIES PAUSE PATTERN EXPECTED COMMAND...: prints what the command prints, once it is as expected.
capture() {
    local tries=$1 pause=$2 pattern=$3 expected=$4 try value=
    shift 4
    for ((try = 1; try <= tries; try++)); do
        if value=$("$@") && [[ $value != None && $value != null && $value != *[[:cntrl:]]* ]] && matches "$value" "$pattern"; then
            printf '%s' "$value"
            return
        fi
        if ((try < tries)); then
            sleep "$pause"
        fi
    done
    fail "expected $expected, found \`$value\` (tried $tries times)"
}

# replaced TEXT WHAT BY: every occurrence, without any pattern.
replaced() {
    local rest=$1 done=
    while [[ $rest == *"$2"* ]]; do
        done+=${rest%%"$2"*}$3
        rest=${rest#*"$2"}
    done
    printf '%s' "$done$rest"
}

# fill PATH PLACEHOLDER VALUE...: writes a copy of PATH.in below $filled, with the values put in.
fill() {
    local path=$1 text
    text=$(<"$here/$path.in")
    shift
    while (($# > 0)); do
        text=$(replaced "$text" "$1" "$2")
        shift 2
    done
    mkdir -p "$(dirname "$filled/$path")"
    printf '%s\n' "$text" >"$filled/$path"
}

# A value as it stands between double quotes, in JSON and in YAML.
escaped() {
    local text
    text=$(replaced "$1" "\\" "\\\\")
    text=$(replaced "$text" '"' '\"')
    text=$(replaced "$text" $'\t' '\t')
    replaced "$text" $'\n' '\n'
}

# insist NAME PATTERN EXPECTED: a secret stands in the environment. Its value is never shown.
insist() {
    if [[ -z ${!1-} ]]; then
        problems+="  $1 isn't set: put $3 into this environment variable"$'\n'
    elif ! matches "${!1}" "$2"; then
        problems+="  $1 isn't as expected: put $3 into this environment variable"$'\n'
    fi
}

need() {
    if ! command -v "$1" >/dev/null; then
        problems+="  $1 isn't installed"$'\n'
    fi
}

finish() {
    local status=$?
    rm -rf -- "$filled"
    if ((status != 0)) && [[ -n $now ]]; then
        printf '%s: stopped in this step; go on with: --from %s\n' deploy.sh "${from:-$now}" >&2
    fi
}

run_stack_base_account() (
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

run_stack_base_deploy() {
    aws cloudformation deploy --stack-name wave-base --region eu-central-1 \
        --template-file "$here/cloudformation/wave-base.yaml" --no-fail-on-empty-changeset \
        --tags service=wave
}

run_stack_base_protect() {
    aws cloudformation update-termination-protection --enable-termination-protection \
        --stack-name wave-base --region eu-central-1 --output text
}

run_stack_app_account() (
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

run_stack_app_deploy() {
    aws cloudformation deploy --stack-name wave-app --region eu-central-1 \
        --template-file "$here/cloudformation/wave-app.yaml" --no-fail-on-empty-changeset \
        --capabilities CAPABILITY_NAMED_IAM --tags service=wave
}

run_stack_app_protect() {
    aws cloudformation update-termination-protection --enable-termination-protection \
        --stack-name wave-app --region eu-central-1 --output text
}

find_efs_files_find() {
    file_system=$(
        capture 1 0 '^(fs-[0-9a-f]{8,40})$' "the id of a file system such as \`fs-0123456789abcdef0\`" \
            aws cloudformation describe-stacks --stack-name wave-base --region eu-central-1 \
                --query "Stacks[0].Outputs[?OutputKey=='EfsFilesId'].OutputValue" --output text
    )
    printf '    file_system: %s\n' "$file_system"
}

find_redis_cache_find() {
    cache_endpoint=$(
        capture 1 0 \
            '^(([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?):([1-9][0-9]{0,4}))$' \
            "a host and a port such as \`cache.example.com:6379\`, without a scheme" \
            aws cloudformation describe-stacks --stack-name wave-app --region eu-central-1 \
                --query "Stacks[0].Outputs[?OutputKey=='RedisCacheEndpoint'].OutputValue" --output text
    )
    printf '    cache_endpoint: %s\n' "$cache_endpoint"
}

find_certificate_tls_find() {
    certificate_arn=$(
        capture 1 0 \
            '^(arn:(aws|aws-cn|aws-eusc|aws-us-gov):acm:([a-z0-9-]+):([0-9]{12}):certificate/([0-9a-f-]+))$' \
            "the ARN of a certificate such as \`arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-1234567890ab\`" \
            aws cloudformation describe-stacks --stack-name wave-base --region eu-central-1 \
                --query "Stacks[0].Outputs[?OutputKey=='CertificateTlsArn'].OutputValue" --output text
    )
    printf '    certificate_arn: %s\n' "$certificate_arn"
}

run_wave_service_context() (
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

    endpoint=$(aws eks describe-cluster --name tower-prod --region eu-central-1 --query cluster.endpoint --output text) || endpoint=
    if [[ $endpoint != https://* ]]; then
        printf '%s\n' "aws doesn't say where the cluster tower-prod in eu-central-1 is" \
            "create it first, or get the right to describe it (eks:DescribeCluster)" >&2
        exit 1
    fi
    server=$(kubectl config view --minify --output 'jsonpath={.clusters[0].cluster.server}') || server=
    if [[ $server != "$endpoint" ]]; then
        printf '%s\n' "kubectl talks to ${server:-no cluster}, and the cluster tower-prod is $endpoint" \
            "choose it with: aws eks update-kubeconfig --name tower-prod --region eu-central-1" >&2
        exit 1
    fi
)

run_wave_service_create() {
    fill k8s/10-create.yaml '@{efs_files_find.file_system}' "$(escaped "$file_system")"
    kubectl apply --namespace wave-production --filename "$filled/k8s/10-create.yaml"
}

run_wave_service_registry_login_registry_store() (
    kubectl apply --namespace wave-production --server-side --force-conflicts --filename <(
        printf '%s\n' 'apiVersion: v1' 'kind: Secret' 'metadata:' "  name: seqera-reg-creds"
        printf '%s\n' 'type: kubernetes.io/dockerconfigjson' 'data:'
        printf '  .dockerconfigjson: '
        auth=$(printf '%s:%s' "$REGISTRY_USER" "$REGISTRY_PASSWORD" | base64 | tr -d '\n')
        printf '{"auths":{"%s":{"auth":"%s"}}}' cr.seqera.io "$auth" | base64 | tr -d '\n'
        echo
    )
)

run_wave_service_secret_passwords_store() (
    kubectl apply --namespace wave-production --server-side --force-conflicts --filename <(
        printf '%s\n' 'apiVersion: v1' 'kind: Secret' 'metadata:' "  name: wave-passwords" "type: Opaque" 'data:'
        printf '  %s: ' surreal-password; printf '%s' "$SURREAL_PASSWORD" | base64 | tr -d '\n'; echo
    )
)

run_wave_service_build() {
    fill k8s/20-build.yaml '@{efs_files_find.file_system}' "$(escaped "$file_system")"
    kubectl apply --namespace wave-build --filename "$filled/k8s/20-build.yaml"
}

run_wave_service_surreal() {
    kubectl apply --namespace wave-production --filename "$here/k8s/30-surrealdb.yaml"
}

run_wave_service_surreal_ready() {
    kubectl rollout status deployment/surrealv1 --namespace wave-production --timeout 10m
}

run_wave_service_app() {
    fill k8s/40-app.yaml '@{redis_cache_find.cache_endpoint}' "$(escaped "$cache_endpoint")"
    kubectl apply --namespace wave-production --filename "$filled/k8s/40-app.yaml"
}

run_wave_service_app_ready() {
    kubectl rollout status deployment/wave --namespace wave-production --timeout 10m
}

run_wave_service_publish() {
    fill k8s/50-ingress.yaml '@{certificate_tls_find.certificate_arn}' "$(escaped "$certificate_arn")"
    kubectl apply --namespace wave-production --filename "$filled/k8s/50-ingress.yaml"
}

find_wave_service_balancer() {
    wave_service_balancer_name=$(
        capture 60 10 \
            '^(([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?)$' \
            "the host name of a load balancer such as \`NAME.REGION.elb.amazonaws.com\`" \
            kubectl get ingress wave-ingress --namespace wave-production \
                --output 'jsonpath={.status.loadBalancer.ingress[0].hostname}'
    )
    printf '    name: %s\n' "$wave_service_balancer_name"
}

run_wave_service_dns() {
    fill route53/wave.your-company.com.json \
        '@{wave_service_balancer.name}' "$(escaped "$wave_service_balancer_name")"
    aws route53 change-resource-record-sets --hosted-zone-id Z0123456789ABCDEFGHIJ \
        --change-batch "file://$filled/route53/wave.your-company.com.json"
}

run_wave_service_pair() {
    printf '%s\n' "Set TOWER_ENABLE_WAVE=true and WAVE_SERVER_URL=https://wave.your-company.com in the platform's environment, and start it anew."
}

# Runs a step: what it does, then what it finds out.
step() {
    local name=$1 how="${*:3}"
    if [[ $mode == list ]]; then
        printf '%-42s  %s\n' "$name" "$2"
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
                printf '%s: --from needs the name of a step; --list prints them\n' deploy.sh >&2
                exit 2
            fi
            shift
            ;;
        -h | --help)
            usage
            exit
            ;;
        *)
            printf '%s: expected an option of --help, not: %s\n' deploy.sh "$1" >&2
            exit 2
            ;;
    esac
    shift
done

if [[ $mode == run ]]; then
    problems=
    need aws
    need base64
    need kubectl
    need tr
    insist REGISTRY_USER . 'the secret'
    insist REGISTRY_PASSWORD . 'the secret'
    insist SURREAL_PASSWORD . 'the secret'
    if [[ -n $problems ]]; then
        printf '%s: before the first step:\n%s' deploy.sh "$problems" >&2
        exit 1
    fi
    filled=$(mktemp -d)
    trap finish EXIT
fi

step stack_base_account 'Check that aws means the account of the spec' always
step stack_base_deploy 'Create or update the stack wave-base'
step stack_base_protect 'Protect the stack wave-base from being deleted'
step stack_app_account 'Check that aws means the account of the spec' always
step stack_app_deploy 'Create or update the stack wave-app'
step stack_app_protect 'Protect the stack wave-app from being deleted'
step efs_files_find 'Find the file system files'
step redis_cache_find 'Find the cache wave-cache'
step certificate_tls_find 'Find the certificate tls'
step wave_service_context 'Check that aws and kubectl mean the account and the cluster of the spec' always
step wave_service_create 'Create the namespace, its storage and its rights'
step wave_service_registry_login_registry_store 'Store the login of cr.seqera.io'
step wave_service_secret_passwords_store 'Store the secret wave-passwords'
step wave_service_build 'Create the namespace and the storage of the builds'
step wave_service_surreal 'Start the database'
step wave_service_surreal_ready 'Wait for the database'
step wave_service_app 'Start Wave'
step wave_service_app_ready 'Wait for Wave'
step wave_service_publish 'Publish Wave through a load balancer'
step wave_service_balancer 'Find the load balancer'
step wave_service_dns 'Point wave.your-company.com at the load balancer'
step wave_service_pair 'Say how to pair the Seqera Platform with Wave'
