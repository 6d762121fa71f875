"""The shape and wording of what people fill in about rooms; the rules are the policies'."""
