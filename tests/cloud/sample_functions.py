"""Code of the sample deployment's functions; runs in workers, so it imports only what a worker has."""

import json
import os
import time


class OutOfPaintError(Exception):
    pass


class WaitNeededError(Exception):
    pass


def echo(event, context):
    if event.get("rawPath") == "/echo/slow":
        time.sleep(3)
    if event.get("rawPath") == "/echo/boom":
        raise OutOfPaintError("secret detail")
    body = json.dumps({"event": event, "bucket": os.environ["BUCKET"], "base_url": os.environ["BASE_URL"]})
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": body}


def put_item(event, context):
    import boto3

    boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item=event)
    return {"put": event["pk"]["S"], "secret": bool(os.environ["SECRET_ARN"])}


def publish(event, context):
    import boto3

    entries = []
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        if image["pk"]["S"] == "poison":
            raise OutOfPaintError("cannot publish this")
        detail = json.dumps({"id": image["pk"]["S"], "bad": image["pk"]["S"].startswith("bad")})
        entries.append(
            {"Source": "sample", "DetailType": "Made", "Detail": detail, "EventBusName": os.environ["BUS"]}
        )
    boto3.client("events").put_events(Entries=entries)


def consume(event, context):
    import boto3

    table = boto3.client("dynamodb")
    failures = []
    for record in event["Records"]:
        detail = json.loads(record["body"])["detail"]
        count = record["attributes"]["ApproximateReceiveCount"]
        key = f"seen#{detail['id']}" if not detail["bad"] else f"tried#{detail['id']}#{count}"
        table.put_item(TableName=os.environ["TABLE"], Item={"pk": {"S": key}})
        if detail["bad"]:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def work(event, context):
    if event.get("wait_s"):
        raise WaitNeededError(str(event["wait_s"]))
    if event.get("fail"):
        raise OutOfPaintError("no paint left")
    return {"painted": True}


def ask(event, context):
    import boto3

    item = {"pk": {"S": f"token#{event['id']}"}, "token": {"S": event["token"]}}
    boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item=item)


def nightly(event, context):
    return event


def pixels(event, context):
    from PIL import Image

    return list(Image.new("RGB", (2, 3)).size)


def mail(event, context):
    import boto3

    content = {"Raw": {"Data": event["raw"].encode()}}
    boto3.client("sesv2").send_email(FromEmailAddress=os.environ["MAIL_SENDER"], Content=content)
