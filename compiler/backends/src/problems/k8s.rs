//! What can be wrong with objects of Kubernetes that a schema takes.

mod access;
mod names;
mod pods;
mod relations;
mod settings;

pub(crate) use access::{
    account_without_namespace, not_bound, urls_in_a_role, wrong_group, wrong_resource, wrong_verb,
};
pub(crate) use names::{
    annotations_too_long, name_twice, namespace_ignored, port_in_quotes, port_out_of_range, port_twice,
    port_without_a_name, wrong_label_key, wrong_label_value, wrong_name, wrong_start_of_names,
    wrong_variable,
};
pub(crate) use pods::{
    more_than_the_limit, mounted_twice, path_outside_volume, unknown_volume, unused_volume, variable_twice,
    wrong_mount_path,
};
pub(crate) use relations::{
    another_kind, empty_selector, replicas_of_an_autoscaler, selects_no_pod, selects_others, undeclared_port,
    unknown_data, unknown_object, unknown_port, volume_does_not_fit,
};
pub(crate) use settings::{
    contradiction, indexed_without_number, least_above_most, no_restart, not_both, not_with, other_restart,
    path_without_slash, root_refused, threshold_of_one, wrong_schedule, wrong_zone, zone_in_schedule,
};
