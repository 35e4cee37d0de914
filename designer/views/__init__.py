"""Step 4a: design -> views. A view says what one picture shows; renderers draw it.

Views choose: parallel connections become one line, flows give order and emphasis, technologies give icons.
"""

from designer.views.views import build_container_view, build_context_view, build_sequence_view, build_views

__all__ = ["build_container_view", "build_context_view", "build_sequence_view", "build_views"]
