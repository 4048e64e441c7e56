//! The guess behind "did you mean".

/// The candidate that a person most likely meant by `name`: the same but for case, or one or a few letters away.
/// The distance allowed grows with the length of the name (one edit in four letters); of equals, the first wins.
pub fn similar<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let limit = (name.chars().count() + 1).div_ceil(4);
    let scored = candidates.into_iter().filter(|c| *c != name).filter_map(|c| {
        let other = c.to_lowercase();
        let distance = strsim::damerau_levenshtein(&lower, &other);
        let contained = name.len() >= 3 && other.split(['_', '-', '.']).any(|word| word == lower);
        // Of a word with no letter in common nothing is left to guess from.
        let alike = distance <= limit && distance < lower.chars().count();
        (alike || contained).then_some((distance, c))
    });
    scored.min_by_key(|(distance, _)| *distance).map(|(_, c)| c)
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
    fn another_word_is_not() {
        assert_eq!(similar("redis", ["bucket", "repo", "efs"]), None);
        assert_eq!(similar("x", ["abc", "y"]), None);
    }
}
