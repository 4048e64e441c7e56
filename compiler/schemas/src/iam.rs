//! What IAM knows: services, their actions, the resources that those take, and condition keys.
//!
//! Four files of sorted lines, whose columns are separated by tabs; a list in a column is separated by commas. A line is read
//! when it is asked for, and no other:
//!
//! ```text
//! services   PREFIX NAME                                  s3, Amazon S3
//! actions    SERVICE:NAME LEVELS TYPES KEYS DEPENDENT     TYPES: of resources, with `!` if one is needed; none: `*` only.
//!                                                         DEPENDENT: other actions that it needs
//! resources  SERVICE:TYPE ARN KEYS                        ARN: with `${Name}` for what varies; a type may have several
//! keys       "SERVICE KEY" SORT                           SERVICE: `*` for keys that every request has
//! ```
//!
//! `KEYS` are condition keys; those of the service itself are written without its name, as `:prefix`. IAM reads names in any case;
//! here they are spelt as its documentation does. Knows no policy.

use crate::docs::Docs;
use crate::lines::Lines;

static SERVICES: Lines = Lines(include_str!("../data/iam-services.txt"));
static ACTIONS: Lines = Lines(include_str!("../data/iam-actions.txt"));
static RESOURCES: Lines = Lines(include_str!("../data/iam-resources.txt"));
static KEYS: Lines = Lines(include_str!("../data/iam-keys.txt"));
static DOCS: Docs = Docs(include_bytes!("../data/iam-docs.bin"));

/// The service of the keys that every request has.
pub const GLOBAL: &str = "*";

/// A service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// What stands before the `:` of its actions, such as `s3`.
    pub prefix: &'static str,
    /// What people call it.
    pub name: &'static str,
}

/// An action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// Such as `s3:GetObject`.
    pub name: &'static str,
    /// Its access levels, such as `Tagging, Write`.
    pub levels: &'static str,
    types: &'static str,
    keys: &'static str,
    dependent: &'static str,
}

/// A type of resources, by one of the forms of its ARN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceType {
    /// Such as `bucket`.
    pub name: &'static str,
    /// Such as `arn:${Partition}:s3:::${BucketName}`.
    pub arn: &'static str,
    keys: &'static str,
}

/// A condition key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionKey {
    /// Such as `s3:prefix`, or `aws:RequestTag/${TagKey}` with what varies.
    pub name: &'static str,
    /// What its values are.
    pub sort: KeySort,
    /// Whether a request holds several values of it.
    pub many: bool,
}

/// What the values of a condition key are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySort {
    /// A string.
    Text,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A date.
    Date,
    /// An IP address.
    Address,
}

/// The service of this prefix, in any case.
pub fn service(prefix: &str) -> Option<Service> {
    let start = format!("{}\t", prefix.to_ascii_lowercase());
    SERVICES.beginning(&start).find_map(read_service)
}

/// All services, in alphabetical order.
pub fn services() -> impl Iterator<Item = Service> {
    SERVICES.all().filter_map(read_service)
}

/// The action of this name, in any case.
pub fn action(name: &str) -> Option<Action> {
    let exact = ACTIONS.beginning(&format!("{name}\t")).find_map(read_action);
    exact.or_else(|| actions_of(name.split_once(':')?.0).find(|a| a.name.eq_ignore_ascii_case(name)))
}

/// All actions of a service, in alphabetical order.
pub fn actions_of(service: &str) -> impl Iterator<Item = Action> + use<> {
    ACTIONS.beginning(&format!("{}:", service.to_ascii_lowercase())).filter_map(read_action)
}

/// The actions of all services that have this name behind the `:`, in any case. This reads everything.
pub fn actions_named(name: &str) -> impl Iterator<Item = Action> {
    let named = move |a: &Action| a.name.split_once(':').is_some_and(|(_, n)| n.eq_ignore_ascii_case(name));
    ACTIONS.all().filter_map(read_action).filter(named)
}

/// The types of resources of a service.
pub fn resources_of(service: &str) -> impl Iterator<Item = ResourceType> + use<> {
    RESOURCES.beginning(&format!("{}:", service.to_ascii_lowercase())).filter_map(read_resource)
}

/// Whether a service stands in ARNs: the third part of one.
pub fn names_arns(service: &str) -> bool {
    let part = format!(":{service}:");
    SERVICES.beginning(&format!("{service}\t")).next().is_some()
        || RESOURCES.all().filter_map(read_resource).any(|r| r.arn.contains(&part))
}

/// The condition key of a service, or of [`GLOBAL`], in any case. What varies of its name may be anything.
pub fn condition_key(service: &str, name: &str) -> Option<ConditionKey> {
    condition_keys(service).find(|key| same_key(key.name, name))
}

/// The condition keys of a service, or of [`GLOBAL`].
pub fn condition_keys(service: &str) -> impl Iterator<Item = ConditionKey> + use<> {
    KEYS.beginning(&format!("{} ", service.to_ascii_lowercase())).filter_map(read_key)
}

/// What the documentation says of an action. It is unpacked for this.
pub fn documentation(action: &Action) -> Option<String> {
    DOCS.get(action.name)
}

impl Action {
    /// What stands before its `:`.
    pub fn service(&self) -> &'static str {
        self.name.split_once(':').map_or("", |(service, _)| service)
    }

    /// Whether it takes no resource, and so is allowed on `*` only.
    pub fn takes_no_resource(&self) -> bool {
        self.types.is_empty()
    }

    /// The types of resources that it takes, and whether it needs one of them.
    pub fn types(&self) -> impl Iterator<Item = (&'static str, bool)> {
        list(self.types).map(|t| t.strip_suffix('!').map_or((t, false), |name| (name, true)))
    }

    /// Those types with the forms of their ARNs.
    pub fn resources(&self) -> Vec<ResourceType> {
        let of = |(name, _)| RESOURCES.beginning(&format!("{}:{name}\t", self.service()));
        self.types().flat_map(of).filter_map(read_resource).collect()
    }

    /// Whether a request for it has a value of a condition key: its own, or one of a type of resources that it takes.
    pub fn has_key(&self, name: &str) -> bool {
        let service = self.service();
        let among = |keys: &'static str| {
            list(keys).any(|key| match key.strip_prefix(':') {
                Some(own) => same_key(&format!("{service}:{own}"), name),
                None => same_key(key, name),
            })
        };
        among(self.keys) || self.resources().iter().any(|r| among(r.keys))
    }

    /// Other actions that it needs.
    pub fn dependent(&self) -> impl Iterator<Item = &'static str> {
        list(self.dependent)
    }
}

fn list(column: &'static str) -> impl Iterator<Item = &'static str> {
    column.split(',').filter(|word| !word.is_empty())
}

/// Whether a name is a key's, of which `${…}`, `<key>` or `tag-key` may be anything.
fn same_key(key: &str, name: &str) -> bool {
    let varies = ["${", "<", "tag-key"].iter().filter_map(|v| key.find(v)).min();
    let Some(at) = varies else { return key.eq_ignore_ascii_case(name) };
    let (Some(start), Some(rest)) = (key.get(..at), key.get(at..)) else { return false };
    // What stands behind it, such as `.value`.
    let end = rest.rsplit_once(['}', '>']).map_or("", |(_, end)| end);
    name.len() > start.len() + end.len()
        && name.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start))
        && name.get(name.len() - end.len()..).is_some_and(|e| e.eq_ignore_ascii_case(end))
}

fn read_service(line: &'static str) -> Option<Service> {
    let (prefix, name) = line.split_once('\t')?;
    Some(Service { prefix, name })
}

fn read_action(line: &'static str) -> Option<Action> {
    let mut columns = line.split('\t');
    let mut next = || columns.next();
    let (name, levels, types, keys, dependent) = (next()?, next()?, next()?, next()?, next()?);
    Some(Action { name, levels, types, keys, dependent })
}

fn read_resource(line: &'static str) -> Option<ResourceType> {
    let mut columns = line.split('\t');
    let (name, arn, keys) = (columns.next()?, columns.next()?, columns.next()?);
    Some(ResourceType { name: name.split_once(':')?.1, arn, keys })
}

fn read_key(line: &'static str) -> Option<ConditionKey> {
    let (name, sort) = line.split_once(' ')?.1.split_once('\t')?;
    let single = sort.strip_prefix("ArrayOf").unwrap_or(sort);
    let known = match single {
        "String" => KeySort::Text,
        "ARN" => KeySort::Arn,
        "Bool" => KeySort::Bool,
        "Numeric" => KeySort::Number,
        "Date" => KeySort::Date,
        "IPAddress" => KeySort::Address,
        _ => return None,
    };
    Some(ConditionKey { name, sort: known, many: single != sort })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read_and_every_type_of_an_action_is_there() {
        assert!(SERVICES.all().all(|l| read_service(l).is_some()));
        assert!(RESOURCES.all().all(|l| read_resource(l).is_some_and(|r| r.arn.starts_with("arn:"))));
        assert!(KEYS.all().all(|l| read_key(l).is_some()));
        for line in ACTIONS.all() {
            let action = read_action(line).unwrap();
            assert!(service(action.service()).is_some(), "{line}");
            assert!(action.resources().len() >= action.types().count(), "{line}");
        }
    }

    #[test]
    fn an_action_is_found_in_any_case_with_what_it_takes() {
        let get = action("S3:getobject").unwrap();
        assert_eq!((get.name, get.levels), ("s3:GetObject", "Read"));
        let arns: Vec<&str> = get.resources().iter().map(|r| r.arn).collect();
        assert!(arns.contains(&"arn:${Partition}:s3:::${BucketName}/${ObjectName}"), "{arns:?}");
        assert!(action("s3:ListAllMyBuckets").unwrap().takes_no_resource());
        assert!(action("ec2:RunInstances").unwrap().types().any(|t| t == ("instance", true)));
        assert_eq!(action("s3:GetObjekt"), None);
        assert_eq!(service("ECR").unwrap().prefix, "ecr");
        assert!(actions_named("putimage").any(|a| a.name == "ecr:PutImage"));
        assert!(documentation(&get).unwrap().contains("retrieve objects"));
    }

    #[test]
    fn condition_keys_are_found_though_a_part_of_them_varies() {
        assert_eq!(condition_key("s3", "S3:Prefix").unwrap().sort, KeySort::Text);
        let tag = condition_key(GLOBAL, "aws:RequestTag/owner").unwrap();
        assert_eq!(tag.name, "aws:RequestTag/${TagKey}");
        assert!(condition_key(GLOBAL, "aws:RequestTag/").is_none());
        assert!(condition_key(GLOBAL, "aws:TagKeys").unwrap().many);
        let list = action("s3:ListBucket").unwrap();
        assert!(list.has_key("s3:prefix") && !action("s3:GetObject").unwrap().has_key("s3:prefix"));
        assert!(action("s3:GetObject").unwrap().has_key("s3:ExistingObjectTag/owner"));
    }
}
