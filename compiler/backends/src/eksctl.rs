//! The `eksctl` backend: a `ClusterConfig`, which eksctl refuses late and without a place if its head is wrong.

use crate::document::Draft;
use crate::lines::Printed;
use crate::record::Checked;
use crate::yaml;

/// One cluster.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let what = format!("the cluster `{}`", draft.document.path);
    let mut cluster = Checked { node: &root, what, context: &mut *draft.context };
    if cluster.is_record() {
        for (key, word) in [("apiVersion", "eksctl.io/v1alpha5"), ("kind", "ClusterConfig")] {
            cluster.needs(key);
            cluster.one_of(key, &[word]);
        }
        if let Some(metadata) = cluster.needs("metadata") {
            let what = format!("`metadata` of `{}`", draft.document.path);
            let mut metadata = Checked { node: metadata, what, context: &mut *cluster.context };
            if metadata.is_record() {
                for key in ["name", "region"] {
                    metadata.needs(key);
                    metadata.string(key);
                }
            }
        }
    }
    Some(yaml::file(&root, draft.context.graph))
}
