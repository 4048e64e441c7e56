//! What is found in the catalogues, and how it is shown.

use schemas::FORMATS;

use super::{Request, look_up};

fn shown(format: &str, place: &str) -> String {
    let request = Request { format: Some(format), place: Some(place), version: None };
    look_up(&request).map_or_else(|message| message, |found| found.text(100))
}

fn in_version(place: &str, version: &str) -> String {
    let request = Request { format: Some("k8s"), place: Some(place), version: Some(version) };
    look_up(&request).map_or_else(|message| message, |found| found.text(100))
}

#[test]
fn a_place_shows_its_type_its_documentation_and_its_keys() {
    let page = shown("eksctl", "managedNodeGroups.volumeSize");
    assert!(page.starts_with("# `ClusterConfig.managedNodeGroups.volumeSize` of eksctl\n"), "{page}");
    assert!(page.contains("in GiB") && page.contains("Its type is `int in 1..65536`."), "{page}");
    let page = shown("k8s", "Deployment.spec.template.spec.containers");
    assert!(page.starts_with("# `apps/v1/Deployment.spec.template.spec.containers` of Kubernetes\n"));
    let (needed, rest) = page.split_once("that may be left out").unwrap();
    assert!(needed.contains("- `name: string`") && rest.contains("- `image: string`"), "{page}");
    assert!(page.contains("`restartPolicyRules: [ContainerRestartRule]` (there since 1.34)"), "{page}");
    let page = shown("cloudformation", "S3::Bucket.BucketName");
    assert!(page.contains("set once"), "{page}");
}

#[test]
fn a_list_a_map_and_the_index_of_an_element_are_gone_through() {
    assert!(shown("k8s", "apps/v1/Deployment.spec.template.spec.containers[0].image").contains("`string`"));
    assert!(shown("eksctl", "vpc.subnets.private.eu-west-1a.id").contains("the id of a subnet such as"));
}

#[test]
fn what_is_misspelt_is_guessed() {
    let cases = [
        ("k8", "Pod", "no format `k8` has a schema here; did you mean `k8s`?"),
        ("k8s", "Deploymnt", "Kubernetes has no `Deploymnt`; did you mean `Deployment`?"),
        (
            "k8s",
            "Deployment.spec.tempalte",
            "`apps/v1/Deployment.spec` has no key `tempalte`; did you mean `template`?",
        ),
        (
            "eksctl",
            "managedNodeGroup",
            "`ClusterConfig` has no key `managedNodeGroup`; did you mean `managedNodeGroups`?",
        ),
        ("iam", "s3:GetObjct", "Amazon S3 has no action `s3:GetObjct`; did you mean `s3:GetObject`?"),
        ("eksctl", "kind.x", "`ClusterConfig.kind` has no keys: it is \"ClusterConfig\""),
    ];
    for (format, place, wanted) in cases {
        assert_eq!(shown(format, place), wanted);
    }
}

#[test]
fn of_several_versions_the_newest_stable_one_is_meant() {
    assert!(shown("k8s", "HorizontalPodAutoscaler").starts_with("# `autoscaling/v2/"));
    assert!(shown("k8s", "autoscaling/v1/HorizontalPodAutoscaler").starts_with("# `autoscaling/v1/"));
    assert!(in_version("Deployment.spec", "1.30").contains("`DeploymentSpec`"));
    assert!(in_version("Deployment", "30").contains("is no version of Kubernetes"));
}

#[test]
fn an_action_shows_resources_and_keys() {
    let page = shown("iam", "s3:GetObject");
    assert!(page.contains("Its access level is Read.") && page.contains("- object"), "{page}");
    assert!(shown("iam", "s3").contains("s3:PutObject"));
}

#[test]
fn lines_are_as_wide_as_they_may_be_and_programs_get_the_same() {
    for format in FORMATS {
        let place = format.root.unwrap_or(if format.name == "k8s" { "Pod" } else { "AWS::EC2::Instance" });
        let request = Request { format: Some(format.name), place: Some(place), version: None };
        let found = look_up(&request).unwrap();
        let long = |line: &&str| line.chars().count() > 60 && line.trim().contains(' ');
        let long = found.text(60).lines().filter(long).map(str::to_owned).collect::<Vec<_>>();
        assert!(long.iter().all(|line| line.contains("http") || line.starts_with('#')), "{long:?}");
        let keys = found.json().pointer("/records/0/keys").and_then(|k| k.as_array().map(Vec::len));
        assert!(keys.is_some_and(|n| n > 0), "{}", format.name);
    }
}
