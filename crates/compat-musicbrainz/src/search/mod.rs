//! Search by `?query=`: Lucene syntax in, a list of entities with scores out.

use crate::answer::Out;
use crate::cx::Cx;
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// Answers a request that has the parameter `query`.
///
/// `resource` is the first word of the path, as in `release-group`. The caller knows that the
/// resource can be searched, and runs this where it may take milliseconds.
pub(crate) fn search(cx: Cx<'_>, resource: &str, params: &Params, out: &mut Out) -> Answer<()> {
    let _ = (cx, resource, params, out);
    Err(Failure::not_found())
}
