"""Language models: any OpenAI-compatible server through langchain, and a scripted one.

Importing this package imports neither langchain nor openai; the first answer does.
"""

from designer.adapters.llm.open import open_model
from designer.adapters.llm.scripted import ScriptedModel
from designer.adapters.llm.settings import ModelSettings

__all__ = ["ModelSettings", "ScriptedModel", "open_model"]
