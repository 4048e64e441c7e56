//! The guess behind "did you mean".

/// The candidate that a person most likely meant by `name`: the same but for case, or one or a few letters away.
/// The distance allowed grows with the length of the name (one edit in four letters); of equals, the first wins.
pub fn similar<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    guess(name, candidates).map(|(candidate, _)| candidate)
}

/// The same, and whether it can hardly be another: then an edit may write it without asking.
pub(crate) fn guess<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<(&'a str, bool)> {
    let lower = name.to_lowercase();
    let limit = (name.chars().count() + 1).div_ceil(4);
    let mut best: Option<(usize, &str)> = None;
    let mut alone = true;
    for candidate in candidates.into_iter().filter(|c| *c != name) {
        let other = candidate.to_lowercase();
        let distance = strsim::damerau_levenshtein(&lower, &other);
        let contained = name.len() >= 3 && other.split(['_', '-', '.']).any(|word| word == lower);
        // Of a word with no letter in common nothing is left to guess from.
        let alike = distance <= limit && distance < lower.chars().count();
        if !(alike || contained) {
            continue;
        }
        match best {
            Some((least, first)) if distance >= least => alone &= distance > least || candidate == first,
            _ => {
                alone = true;
                best = Some((distance, candidate));
            }
        }
    }
    best.map(|(distance, found)| (found, alone && is_slip(&lower, &found.to_lowercase(), distance)))
}

/// The candidate that can hardly be another than what was meant by `name`.
pub fn slip<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    guess(name, candidates).filter(|(_, certain)| *certain).map(|(candidate, _)| candidate)
}

/// Whether one is the other with a slip of the keyboard: one in four letters or more, two in eight. Another number is no slip, and
/// of short words neither is another letter: `eks` and `efs`, `push` and `pull`.
fn is_slip(name: &str, meant: &str, distance: usize) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (short, long) = (name.chars().count(), meant.chars().count());
    let replaced = short == long && {
        let (mut a, mut b): (Vec<char>, Vec<char>) = (name.chars().collect(), meant.chars().collect());
        a.sort_unstable();
        b.sort_unstable();
        a != b
    };
    let allowed = match short.max(long) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    distance <= allowed && digits(name) == digits(meant) && !(replaced && long < 5)
}

/// ``did you mean `x`?``, if there is a guess.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    similar(name, candidates).map(|c| format!("did you mean `{c}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_found() {
        assert_eq!(similar("buckt", ["bucket", "repo"]), Some("bucket"));
        assert_eq!(similar("eu-centrl-1", ["eu-west-1", "eu-central-1"]), Some("eu-central-1"));
        assert_eq!(similar("Name", ["name"]), Some("name"));
        assert_eq!(similar("repository", ["build_repository"]), Some("build_repository"));
    }

    #[test]
    fn what_can_hardly_be_another_is_certain() {
        let certain = |name, candidates: &[&'static str]| guess(name, candidates.iter().copied());
        assert_eq!(certain("buckt", &["bucket", "repo"]), Some(("bucket", true)));
        assert_eq!(certain("eu-centrl-1", &["eu-west-1", "eu-central-1"]), Some(("eu-central-1", true)));
        assert_eq!(certain("nmae", &["name"]), Some(("name", true)));
        assert_eq!(certain("Hostname", &["hostname", "hostnames"]), Some(("hostname", true)));
        for (name, candidates) in [
            ("us-gov-east-2", &["us-gov-east-1"][..]),
            ("eu-wst-1", &["eu-west-1", "eu-est-1"]),
            ("push", &["pull"]),
            ("eks", &["efs"]),
            ("repository", &["build_repository"]),
        ] {
            assert!(certain(name, candidates).is_some_and(|(_, certain)| !certain), "{name}");
        }
    }

    #[test]
    fn another_word_is_not() {
        assert_eq!(similar("redis", ["bucket", "repo", "efs"]), None);
        assert_eq!(similar("x", ["abc", "y"]), None);
    }
}
