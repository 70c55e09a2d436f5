"""What the files mean; frozen values, no input or output."""
