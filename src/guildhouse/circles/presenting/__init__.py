"""Circles as pages show them: names, pictures, and sentences about what could not be."""
