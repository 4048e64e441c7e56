//! Patterns of the language as extended regular expressions, which bash can match.

/// More repetitions than some systems' libraries take.
const MOST_REPETITIONS: u32 = 255;

/// The pattern, anchored at both ends; `None` if bash has no such pattern.
pub(crate) fn translate(pattern: &str) -> Option<String> {
    let mut out = String::from("^(");
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (text, after) = match c {
            '\\' => escape(rest)?,
            '[' => bracket(rest)?,
            '(' => group(rest)?,
            '{' => repetition(rest)?,
            '*' | '+' | '?' => quantifier(rest, c),
            _ => (c.to_string(), rest.strip_prefix(c)?),
        };
        out.push_str(&text);
        rest = after;
    }
    out.push_str(")$");
    Some(out)
}

/// The members of a class such as `\d`, as they stand in a bracket.
fn class(letter: char) -> Option<&'static str> {
    match letter {
        'd' => Some("0-9"),
        'w' => Some("A-Za-z0-9_"),
        's' => Some("[:space:]"),
        _ => None,
    }
}

fn escape(rest: &str) -> Option<(String, &str)> {
    let letter = rest.chars().nth(1)?;
    let after = rest.strip_prefix('\\')?.strip_prefix(letter)?;
    let text = match letter {
        'd' | 'w' | 's' => format!("[{}]", class(letter)?),
        'D' | 'W' | 'S' => format!("[^{}]", class(letter.to_ascii_lowercase())?),
        _ if ".*+?()[]{}|^$\\".contains(letter) => format!("\\{letter}"),
        _ if letter.is_ascii_punctuation() => letter.to_string(),
        _ => return None,
    };
    Some((text, after))
}

/// A bracket: in an ERE a backslash is itself in there, `]` stands first, `^` not first, and `-` last.
fn bracket(rest: &str) -> Option<(String, &str)> {
    let inner = rest.strip_prefix('[')?;
    let (negated, mut inner) = inner.strip_prefix('^').map_or((false, inner), |i| (true, i));
    let (mut members, mut closer, mut caret, mut dash) = (String::new(), false, false, false);
    loop {
        let c = inner.chars().next()?;
        inner = inner.strip_prefix(c)?;
        let escaped = |inner: &mut &str| {
            let letter = inner.chars().next()?;
            *inner = inner.strip_prefix(letter)?;
            Some(letter)
        };
        match c {
            ']' => break,
            '[' => return None,
            '^' => caret = true,
            '-' if members.is_empty() || inner.starts_with(']') => dash = true,
            '\\' => match escaped(&mut inner)? {
                ']' => closer = true,
                '^' => caret = true,
                '-' => dash = true,
                letter if letter.is_ascii_punctuation() => members.push(letter),
                letter => members.push_str(class(letter)?),
            },
            c => members.push(c),
        }
    }
    if members.is_empty() && caret && !closer && !dash && !negated {
        return Some(("\\^".to_owned(), inner));
    }
    let mark = |yes: bool, c: &'static str| if yes { c } else { "" };
    let text = format!(
        "[{}{}{members}{}{}]",
        mark(negated, "^"),
        mark(closer, "]"),
        mark(caret, "^"),
        mark(dash, "-")
    );
    Some((text, inner))
}

/// A group; names are dropped, and so is the mark of one that isn't captured.
fn group(rest: &str) -> Option<(String, &str)> {
    let inner = rest.strip_prefix('(')?;
    let Some(special) = inner.strip_prefix('?') else { return Some(("(".to_owned(), inner)) };
    if let Some(after) = special.strip_prefix(':') {
        return Some(("(".to_owned(), after));
    }
    let (_, after) = special.strip_prefix("P<").or_else(|| special.strip_prefix('<'))?.split_once('>')?;
    Some(("(".to_owned(), after))
}

fn repetition(rest: &str) -> Option<(String, &str)> {
    let (bounds, after) = rest.strip_prefix('{')?.split_once('}')?;
    let fits = |n: &str| n.is_empty() || n.parse::<u32>().is_ok_and(|n| n <= MOST_REPETITIONS);
    let fine = bounds.split(',').all(fits);
    fine.then(|| (format!("{{{bounds}}}"), after.strip_prefix('?').unwrap_or(after)))
}

/// Lazy or not is all the same where the whole must match.
fn quantifier(rest: &str, c: char) -> (String, &str) {
    let after = rest.strip_prefix(c).unwrap_or(rest);
    (c.to_string(), after.strip_prefix('?').unwrap_or(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_become_what_bash_reads() {
        let cases = [
            ("[a-z]+", Some("^([a-z]+)$")),
            (r"(?<host>[\w.-]+):(?P<port>\d{1,5})", Some("^(([A-Za-z0-9_.-]+):([0-9]{1,5}))$")),
            (r"a\.b\-c(?:x|y)*?", Some(r"^(a\.b-c(x|y)*)$")),
            (r"[\]^-]", Some("^([]^-])$")),
            (r"(?i)a", None),
            (r"a\b", None),
            ("a{300}", None),
        ];
        for (pattern, expected) in cases {
            assert_eq!(translate(pattern).as_deref(), expected, "{pattern}");
        }
    }

    /// Of each pattern and text: whether bash and the compiler's own library agree.
    #[test]
    fn bash_matches_what_the_compiler_matches() {
        let patterns = [
            r"[a-z\d]{8,}",
            r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}",
            r"arn:(?<partition>aws|aws-cn):(?<service>[a-z0-9-]+):(?<rest>.+)",
            r"[\w.+-]+@[\w-]+(\.[\w-]+)+",
            r"[\]\-^]+",
            r"[^\s/]+/?",
            r"\S+?\.json",
            r"a{2,3}|b*",
        ];
        let texts = [
            "",
            "a",
            "aa",
            "bbb",
            "hunter22",
            "HUNTER22",
            "lb-1.eu-west-1.elb.amazonaws.com",
            "-a.com",
            "arn:aws:s3:::x",
            "arn:x:s3:::x",
            "a.b+c@d.e",
            "a@b",
            "]-^",
            "a b",
            "a/",
            "x.json",
            "x.jsonl",
            "a\nb",
        ];
        for pattern in patterns {
            let ere = translate(pattern).unwrap();
            let rust = regex_lite::Regex::new(&format!("^(?:{pattern})$")).unwrap();
            for text in texts {
                let script = "LC_ALL=C; [[ $1 =~ $2 ]]";
                let bash =
                    std::process::Command::new("bash").args(["-c", script, "bash", text, &ere]).status();
                let Ok(status) = bash else { return eprintln!("bash not found: not run") };
                assert_eq!(status.success(), rust.is_match(text), "{pattern} as {ere} on {text:?}");
            }
        }
    }
}
