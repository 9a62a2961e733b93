"""Reads files with the parsers of the tools they are for: `read_back.py KIND FILE...`, JSON out."""

import csv
import io
import json
import plistlib
import sys


def aws(path):
    from botocore.configloader import load_config

    return load_config(path)["profiles"]


def aws_credentials(path):
    from botocore.configloader import raw_config_parse

    return raw_config_parse(path)


def s3cmd(path):
    from S3.Config import Config

    names = ("access_key", "secret_key", "access_token", "host_base", "host_bucket", "use_https")
    # It keeps what it reads in the class.
    before = {name: getattr(Config, name) for name in names}
    Config._instance = None
    config = Config(path)
    read = {name: getattr(config, name) for name in names}
    for name in names:
        setattr(Config, name, before[name])
    return read


def dotenv(path):
    from dotenv import dotenv_values

    return dotenv_values(path)


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return next(csv.DictReader(io.StringIO(file.read(), newline="")))


def bookmark(path):
    with open(path, "rb") as file:
        return plistlib.load(file)


kind, *paths = sys.argv[1:]
read = {
    "aws": aws,
    "aws_credentials": aws_credentials,
    "s3cmd": s3cmd,
    "dotenv": dotenv,
    "csv": table,
    "plist": bookmark,
}[kind]
print(json.dumps([read(path) for path in paths]))
