"""The commands of the command line, one module each; each is imported when it is used."""
