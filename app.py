"""The web app: `streamlit run app.py`, or `designer app`."""

from designer.web.page import show

show()
