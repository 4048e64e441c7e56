//! What Route 53 takes as a change batch.

use crate::aws::BOTOCORE;
use crate::{Catalogue, Made, botocore, docs, shapes};

pub(crate) static CATALOGUE: Catalogue = Catalogue {
    name: "route53",
    what: "change batches of Amazon Route 53",
    packages: &[BOTOCORE],
    make: |packages| {
        let [package] = packages else { return Err("botocore is needed".to_owned()) };
        let model = package.json_gz("botocore/data/route53/2013-04-01/service-2.json.gz")?;
        let (definitions, documentation) = botocore::shapes(&model, &["ChangeBatch"])?;
        let about = [format!("route53: change batches, from botocore {}", BOTOCORE.version)];
        let text = shapes::text(&[about.concat().as_str()], &definitions);
        Ok(vec![
            Made { name: "route53.shapes".to_owned(), bytes: text.into_bytes() },
            Made { name: "route53.docs".to_owned(), bytes: docs::packed(&documentation) },
        ])
    },
};
