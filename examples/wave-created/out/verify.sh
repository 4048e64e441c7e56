#!/usr/bin/env bash
# Made by wavec from spec.wave. Don't edit: change the spec and build again.
set -euo pipefail

# A pager would wait for a key.
export PAGER=cat

usage() {
    cat <<'USAGE'
Usage: verify.sh [--dry-run] [--list] [--from STEP] [--help]

Runs the steps below in order. Each can be run again.

  --dry-run    print each step and its commands, and change nothing
  --list       print the names and the titles of the steps
  --from STEP  begin with this step; checks before it run all the same
  --help       print this

Programs that it needs: aws, curl, grep, kubectl, tr
USAGE
}

fail() {
    printf '%s: %s\n' verify.sh "$1" >&2
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

need() {
    if ! command -v "$1" >/dev/null; then
        problems+="  $1 isn't installed"$'\n'
    fi
}

# attempt NAME TITLE: runs a step; if it fails, the script goes on, and fails in the end.
attempt() {
    local status
    # In a condition, or before `||`, bash would run what stands after a command that fails.
    set +e
    (
        set -e
        "run_$1"
    )
    status=$?
    set -e
    if ((status != 0)); then
        failed+="  $2"$'\n'
        printf '    failed; going on with the next step\n' >&2
    fi
}

finish() {
    local status=$?
    if [[ -n $failed ]]; then
        printf '%s: these steps failed:\n%s' verify.sh "$failed" >&2
    fi
    if ((status != 0)) && [[ -n $now ]]; then
        printf '%s: stopped in this step; go on with: --from %s\n' verify.sh "${from:-$now}" >&2
    fi
}

run_wave_service_verify_context() (
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

run_wave_service_cluster_parts() (
    if ! kubectl get ingressclass alb >/dev/null; then
        printf '%s\n' "the cluster tower-prod has no controller that makes a load balancer of an Ingress" \
            "install the AWS Load Balancer Controller" >&2
        exit 1
    fi
    if ! kubectl get csidriver efs.csi.aws.com >/dev/null; then
        printf '%s\n' "the cluster tower-prod has no driver for EFS" "install the add-on aws-efs-csi-driver" >&2
        exit 1
    fi
    for verb in get list watch create delete; do
        if ! kubectl auth can-i "$verb" jobs.batch --namespace wave-build --as "system:serviceaccount:wave-production:wave-sa" >/dev/null; then
            printf '%s\n' "Wave may not $verb jobs in the namespace wave-build" \
                "apply k8s/10-create.yaml again, and look for another ClusterRole named wave-role" >&2
            exit 1
        fi
    done
)

run_wave_service_cluster_issuer() (
    issuer=$(aws eks describe-cluster --name tower-prod --region eu-central-1 --query cluster.identity.oidc.issuer --output text)
    if [[ $issuer != "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE" ]]; then
        printf '%s\n' "the issuer of the cluster tower-prod is $issuer, and the spec says https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE" \
            "put the last part of the issuer into the spec as oidc_id" >&2
        exit 1
    fi
    if ! aws iam get-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE >/dev/null; then
        printf '%s\n' "IAM doesn't know the OpenID Connect provider of the cluster tower-prod" \
            "make it with: eksctl utils associate-iam-oidc-provider --cluster tower-prod --region eu-central-1 --approve" >&2
        exit 1
    fi
)

find_efs_files_find() {
    file_system=$(
        capture 1 0 '^(fs-[0-9a-f]{8,40})$' "the id of a file system such as \`fs-0123456789abcdef0\`" \
            aws cloudformation describe-stacks --stack-name wave-base --region eu-central-1 \
                --query "Stacks[0].Outputs[?OutputKey=='EfsFilesId'].OutputValue" --output text
    )
    printf '    file_system: %s\n' "$file_system"
}

run_wave_service_surroundings() (
    vpc=$(aws eks describe-cluster --name tower-prod --region eu-central-1 \
        --query cluster.resourcesVpcConfig.vpcId --output text)
    cidr=$(aws ec2 describe-vpcs --vpc-ids "$vpc" --region eu-central-1 --query 'Vpcs[0].CidrBlock' --output text)
    wrong=
    differs() {
        if [[ $2 != "$3" ]]; then
            wrong+="$1 is $2, and should be $3"$'\n'
        fi
    }
    differs "the region of the bucket wave-logs-prod" "$(aws s3api get-bucket-location --bucket wave-logs-prod \
        --query LocationConstraint --output text | sed 's,^None$,us-east-1,')" eu-central-1
    differs "the VPC of the file system ${file_system}" "$(aws efs describe-mount-targets --region eu-central-1 \
        --file-system-id "$file_system" --query 'MountTargets[0].VpcId' --output text)" "$vpc"
    target=$(aws efs describe-mount-targets --region eu-central-1 --file-system-id "$file_system" \
        --query 'MountTargets[0].MountTargetId' --output text)
    groups=$(aws efs describe-mount-target-security-groups --region eu-central-1 --mount-target-id "$target" \
        --query SecurityGroups --output text)
    # Rules for all ports name none. The words of $groups are one for each group.
    # shellcheck disable=SC2086
    if ! aws ec2 describe-security-groups --region eu-central-1 --group-ids $groups \
        --query 'SecurityGroups[].IpPermissions[].[FromPort,ToPort]' --output text \
        | awk '$1 == "None" || ($1 <= 2049 && $2 >= 2049) { open = 1 } END { exit !open }'; then
        wrong+="no address may reach port 2049 of the file system ${file_system}: let in $cidr"$'\n'
    fi
    cache=$(aws elasticache describe-cache-clusters --region eu-central-1 --show-cache-node-info \
        --query "CacheClusters[?ReplicationGroupId=='wave-cache'] | [0].[CacheSubnetGroupName,NumCacheNodes,EngineVersion,TransitEncryptionEnabled]" \
        --output text)
    read -r subnets nodes version encrypted <<<"$cache"
    if [[ $subnets == None ]]; then
        echo "skipped: AWS knows no cache whose only node is wave-cache; look yourself at its VPC, its version and its encryption"
    else
        differs "the VPC of the cache" "$(aws elasticache describe-cache-subnet-groups --region eu-central-1 \
            --cache-subnet-group-name "$subnets" --query 'CacheSubnetGroups[0].VpcId' --output text)" "$vpc"
        differs "the number of the cache's nodes" "$nodes" 1
        differs "whether the cache wants encrypted connections" "$encrypted" False
        if [[ $(printf '%s\n' 6.2 "$version" | sort -V | head -n 1) != 6.2 ]]; then
            wrong+="the cache runs Redis $version, and Wave needs 6.2 or later"$'\n'
        fi
    fi
    for repository in wave/build wave/cache; do
        if ! aws ecr describe-repositories --region eu-central-1 --repository-names "$repository" >/dev/null; then
            wrong+="there is no repository $repository in eu-central-1"$'\n'
        fi
    done
    if [[ -n $wrong ]]; then
        printf '%s' "$wrong" >&2
        exit 1
    fi
)

run_wave_service_mail_works() (
    if ! [[ $(aws sesv2 get-account --region eu-central-1 --query ProductionAccessEnabled --output text) == True ]]; then
        printf '%s\n' "SES is in its sandbox, and sends to verified addresses only" "request production access for SES in eu-central-1" >&2
        exit 1
    fi
    if ! {
        aws sesv2 list-email-identities --region eu-central-1 --query 'EmailIdentities[?SendingEnabled].IdentityName' --output text \
        | tr '\t' '\n' | grep -xF -e wave-app@your-company.com -e your-company.com

    } >/dev/null; then
        printf '%s\n' "SES has verified neither wave-app@your-company.com nor its domain" "verify one of them in eu-central-1" >&2
        exit 1
    fi
)

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

run_wave_service_certificate_works() (
    status=$(aws acm describe-certificate --certificate-arn "$certificate_arn" --region eu-central-1 --query Certificate.Status --output text)
    if [[ $status != ISSUED ]]; then
        printf '%s\n' "the certificate is $status, and should be ISSUED" \
            "put the record that aws acm describe-certificate shows into the DNS" >&2
        exit 1
    fi
    names=$(aws acm describe-certificate --certificate-arn "$certificate_arn" --region eu-central-1 \
        --query Certificate.SubjectAlternativeNames --output text)
    host=wave.your-company.com
    for name in $names; do
        if [[ $name == "$host" || $name == "*.${host#*.}" ]]; then
            exit 0
        fi
    done
    echo "the certificate is for $names, and not for $host" >&2
    exit 1
)

run_wave_service_service_info() (
    if ! curl --fail --silent --show-error --location --retry 12 --retry-delay 10 --retry-all-errors "https://wave.your-company.com/service-info"; then
        printf '%s\n' "Wave doesn't answer at https://wave.your-company.com" 'a new host name may take some minutes until it is known everywhere; then run this check again' >&2
        exit 1
    fi
)

run_wave_service_pairing() (
    logs=$(kubectl logs --namespace wave-production --selector app=wave-app --container wave-app --tail=-1)
    if [[ -z $logs ]]; then
        printf '%s\n' "there are no logs of Wave in the namespace wave-production" \
            "see whether its pods run: kubectl get pods --namespace wave-production --selector app=wave-app" >&2
        exit 1
    fi

    if ! grep --fixed-strings "Opening pairing session - endpoint: https://your-platform-hostname.com" <<<"$logs"; then
        printf '%s\n' \
            "the logs of Wave don't say that the platform https://your-platform-hostname.com has connected" \
            "in the platform's environment, set TOWER_ENABLE_WAVE=true and WAVE_SERVER_URL=https://wave.your-company.com" \
            "start the platform anew, wait a minute, and run this check again" \
            "the platform must be able to reach https://wave.your-company.com" >&2
        exit 1
    fi
)

run_wave_service_no_errors() (
    logs=$(kubectl logs --namespace wave-production --selector app=wave-app --container wave-app --tail=-1)
    if [[ -z $logs ]]; then
        printf '%s\n' "there are no logs of Wave in the namespace wave-production" \
            "see whether its pods run: kubectl get pods --namespace wave-production --selector app=wave-app" >&2
        exit 1
    fi

    if grep ' ERROR ' <<<"$logs"; then
        echo "there are errors in the logs of Wave" >&2
        exit 1
    fi
)

run_wave_service_request() (
    cli=${WAVE_CLI:-wave}
    if [[ -z ${TOWER_ACCESS_TOKEN:-} ]]; then
        echo "skipped: TOWER_ACCESS_TOKEN is not set"
    elif ! command -v "$cli" >/dev/null; then
        echo "skipped: the Wave CLI is not installed (https://github.com/seqeralabs/wave-cli); WAVE_CLI may say where it is"
    else
        "$cli" --wave-endpoint "https://wave.your-company.com" --tower-endpoint https://your-platform-hostname.com/api --image alpine:latest
    fi
)

run_wave_service_request_build() (
    cli=${WAVE_CLI:-wave}
    if [[ -z ${TOWER_ACCESS_TOKEN:-} ]]; then
        echo "skipped: TOWER_ACCESS_TOKEN is not set"
    elif ! command -v "$cli" >/dev/null; then
        echo "skipped: the Wave CLI is not installed (https://github.com/seqeralabs/wave-cli); WAVE_CLI may say where it is"
    else
        "$cli" --wave-endpoint "https://wave.your-company.com" --tower-endpoint https://your-platform-hostname.com/api --conda-package cowpy
    fi
)

# Runs a step: what it does, then what it finds out.
step() {
    local name=$1 how="${*:3}"
    if [[ $mode == list ]]; then
        printf '%-30s  %s\n' "$name" "$2"
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
            if [[ $how == *continue* ]]; then
                attempt "$name" "$2"
            else
                "run_$name"
            fi
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
failed=
while (($# > 0)); do
    case $1 in
        --dry-run) mode=dry-run ;;
        --list) mode=list ;;
        --from)
            from=${2-}
            if ! defined "run_$from" && ! defined "find_$from"; then
                printf '%s: --from needs the name of a step; --list prints them\n' verify.sh >&2
                exit 2
            fi
            shift
            ;;
        -h | --help)
            usage
            exit
            ;;
        *)
            printf '%s: expected an option of --help, not: %s\n' verify.sh "$1" >&2
            exit 2
            ;;
    esac
    shift
done

if [[ $mode == run ]]; then
    problems=
    need aws
    need curl
    need grep
    need kubectl
    need tr
    if [[ -n $problems ]]; then
        printf '%s: before the first step:\n%s' verify.sh "$problems" >&2
        exit 1
    fi
    trap finish EXIT
fi

step wave_service_verify_context 'Check that aws and kubectl mean the account and the cluster of the spec' always
step wave_service_cluster_parts 'Look for what Wave needs in the cluster' continue
step wave_service_cluster_issuer 'Compare the OpenID Connect provider of the cluster with the spec' continue
step efs_files_find 'Find the file system files'
step wave_service_surroundings 'Compare the networks and regions in AWS with the spec' continue
step wave_service_mail_works "Ask SES whether Wave's mail goes out" continue
step certificate_tls_find 'Find the certificate tls'
step wave_service_certificate_works 'Ask ACM whether the certificate is good for the host name' continue
step wave_service_service_info 'Ask Wave for its version' continue
step wave_service_pairing 'Look for the pairing with the Seqera Platform in the logs' continue
step wave_service_no_errors 'Look for errors in the logs' continue
step wave_service_request 'Request a container with the Wave CLI' continue
step wave_service_request_build 'Request a build with the Wave CLI, which ends with a mail' continue

if [[ -n $failed ]]; then
    exit 1
fi
