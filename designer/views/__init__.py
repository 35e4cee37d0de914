"""Step 4a: design -> views. A view says what one picture shows; renderers draw it.

Views choose: parallel connections become one line, flows give order and emphasis, technologies give icons.
"""

from designer.views.component import build_component_views, build_page_views
from designer.views.container import build_container_view
from designer.views.context import build_context_view
from designer.views.parts import is_large
from designer.views.sequence import build_sequence_view
from designer.views.views import build_bundle_views, build_view, build_views, is_always_there

__all__ = [
    "build_bundle_views",
    "build_component_views",
    "build_container_view",
    "build_context_view",
    "build_page_views",
    "build_sequence_view",
    "build_view",
    "build_views",
    "is_always_there",
    "is_large",
]
