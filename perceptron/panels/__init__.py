"""The page: a folder for each tab, the sidebar, and what outlives a click. The only room that knows Streamlit."""
