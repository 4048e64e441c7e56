//! The guide's policy, with the mistake that the guide has: it is found, and the edit that comes with the message mends it.

use tests::case;

#[test]
fn the_misspelt_placeholder_of_the_guide_is_mended() {
    let path = case::cases("check/evaluate")
        .into_iter()
        .find(|p| p.ends_with("the_policy_of_the_guide.wave"))
        .unwrap();
    let (name, mut world) = case::load(&path).unwrap();
    let checked = wavec::check(&name, &world);
    let [problem] = checked.diagnostics.as_slice() else { panic!("{:?}", checked.diagnostics) };
    assert_eq!(
        problem.help.as_deref().unwrap(),
        "did you mean `<YOUR WAVE BUCKET>`? it is bound at the_policy_of_the_guide.wave:17"
    );
    let [edit] = problem.fix.as_ref().unwrap().edits.as_slice() else { panic!("one edit") };
    let at = checked.sources.locate(edit.span);
    let file = checked.sources.file(at.file).unwrap();
    assert_eq!((file.name.as_str(), checked.sources.text(edit.span)), ("policy.json", "<YOUR WAVE BUCKERT>"));
    let mut text = file.text.to_string();
    text.replace_range(at.start..at.end, &edit.text);
    world.files.insert("policy.json".to_string(), text.into_bytes());
    let built = wavec::build(&name, &world);
    assert!(built.checked.diagnostics.is_empty(), "{:?}", built.checked.diagnostics);
    let policy = built.files.iter().find(|f| f.path == "out/policy.json").unwrap();
    let policy = std::str::from_utf8(&policy.bytes).unwrap();
    assert!(!policy.contains('<') && policy.matches("arn:aws:s3:::my-wave-logs").count() == 2, "{policy}");
    assert!(policy.contains("arn:aws:ecr:eu-west-1:123456789012:repository/wave/*"), "{policy}");
}
