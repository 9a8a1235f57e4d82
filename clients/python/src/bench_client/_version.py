"""The version of the package; a release writes the tag's."""

VERSION = "0.1.0"
