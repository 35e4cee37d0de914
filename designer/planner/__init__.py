"""Brief and catalog to a draft, deterministically: match, bind, build."""
