"""The page's parts, one file each: the only rooms that know Streamlit."""
