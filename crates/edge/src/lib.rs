//! What every HTTP surface shares: limits, paging, caching headers, request ids, problem bodies.
