//! All routes, at the root and under `/v1`.

use axum::Router;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::openapi::{self, Description};
use crate::state::State;
use crate::{batch, health, lookup, search};

/// Every path with its handler. The layer of the edge is put around it by the caller.
pub fn router(state: State) -> Router {
    let routes: Router<State> = routes().into();
    let docs = SwaggerUi::new("/docs").config(Config::from("/openapi.json"));
    let routes = routes.with_state(state).merge(docs);
    Router::new().merge(routes.clone()).nest("/v1", routes)
}

/// Every path with its handler and its description.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(lookup::track::find_track))
        .routes(routes!(lookup::artist::find_artist))
        .routes(routes!(lookup::artist_albums::list_artist_albums))
        .routes(routes!(lookup::album::find_album))
        .routes(routes!(lookup::album::list_album_tracks))
        .routes(routes!(lookup::code::list_tracks_by_isrc))
        .routes(routes!(lookup::code::list_albums_by_barcode))
        .routes(routes!(lookup::release_group::find_release_group))
        .routes(routes!(lookup::label::find_label))
        .routes(routes!(lookup::work::find_work))
        .routes(routes!(lookup::recording::find_recording))
        .routes(routes!(batch::look_up_batch))
        .routes(routes!(search::suggest::suggest))
        .routes(routes!(search::track::search_tracks))
        .routes(routes!(search::artist::search_artists))
        .routes(routes!(search::album::search_albums))
        .routes(routes!(health::show_health))
        .routes(routes!(health::show_liveness))
        .routes(routes!(health::show_readiness))
        .routes(routes!(health::show_metrics))
        .routes(routes!(openapi::show_openapi_json))
        .routes(routes!(openapi::show_openapi_yaml))
}
