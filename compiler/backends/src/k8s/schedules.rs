//! The schedule of a `CronJob`, and its time zone.

use super::cron;
use super::item::{Item, known_at};
use crate::context::Context;
use crate::problems::k8s as problems;

/// That of an object.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    let Some(spec) = item.node.get("spec").filter(|_| item.is("CronJob")) else { return };
    if let Some((node, schedule)) = known_at(spec, "schedule") {
        if let Some(zone) = zone_inside(&schedule) {
            context.report(problems::zone_in_schedule(zone, node.origin.span), &node.origin);
        } else if let Some(why) = cron::wrong(&schedule) {
            context.report(
                problems::wrong_schedule(&schedule, &why, cron::WORDS, node.origin.span),
                &node.origin,
            );
        }
    }
    if let Some((node, zone)) = known_at(spec, "timeZone").filter(|(_, zone)| !may_be_zone(zone)) {
        context.report(problems::wrong_zone(&zone, node.origin.span), &node.origin);
    }
}

/// `Europe/Berlin` of `TZ=Europe/Berlin 0 3 * * *`, which the server refuses.
fn zone_inside(schedule: &str) -> Option<&str> {
    let rest = schedule.strip_prefix("TZ=").or_else(|| schedule.strip_prefix("CRON_TZ="))?;
    rest.split_whitespace().next()
}

/// Whether the database of time zones could have it. An offset is none of its names.
fn may_be_zone(zone: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    let offset = |c: char| matches!(c, '+' | '-') || c.is_ascii_digit();
    !zone.is_empty()
        && !zone.eq_ignore_ascii_case("local")
        && !zone.starts_with(offset)
        && !zone.starts_with("UTC+")
        && !zone.starts_with("UTC-")
        && zone.chars().all(inner)
}

#[cfg(test)]
mod tests {
    use super::{may_be_zone, zone_inside};

    #[test]
    fn zones_are_names_of_the_database() {
        for zone in ["Europe/Berlin", "Etc/UTC", "UTC", "America/Port-au-Prince", "Etc/GMT+5"] {
            assert!(may_be_zone(zone), "{zone}");
        }
        for zone in ["", "Local", "+02:00", "UTC+2", "Europe\\Berlin", "Central European Time"] {
            assert!(!may_be_zone(zone), "{zone}");
        }
        assert_eq!(zone_inside("TZ=Europe/Berlin 0 3 * * *"), Some("Europe/Berlin"));
        assert_eq!(zone_inside("0 3 * * *"), None);
    }
}
