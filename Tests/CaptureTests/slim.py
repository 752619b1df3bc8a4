#!/usr/bin/env python3
"""Copies recordings of a real cluster, keeping only the fields that lastcall reads.

  slim.py RECORDINGS OUT      each folder of RECORDINGS becomes a folder of OUT
"""
import datetime, json, os, sys

SPEC = {'nodeName', 'terminationGracePeriodSeconds', 'containers', 'initContainers', 'replicas', 'strategy',
        'updateStrategy', 'selector', 'paused', 'minReadySeconds', 'progressDeadlineSeconds', 'readinessGates',
        'shareProcessNamespace'}
CONTAINER = {'name', 'image', 'command', 'args', 'env', 'readinessProbe', 'ports', 'lifecycle', 'restartPolicy'}
META = {'uid', 'name', 'namespace', 'generation', 'labels', 'annotations', 'creationTimestamp', 'deletionTimestamp',
        'deletionGracePeriodSeconds', 'finalizers', 'ownerReferences', 'resourceVersion', 'continue'}
ANNOTATIONS = {'deployment.kubernetes.io/revision', 'lastcall.dev/status'}
STATUS = {'terminated', 'running', 'waiting'}


def keep(values, names):
    return {k: v for k, v in values.items() if k in names}


def slim(o):
    if 'metadata' in o:
        o['metadata'] = keep(o['metadata'], META)
        if 'annotations' in o['metadata']:
            o['metadata']['annotations'] = keep(o['metadata']['annotations'], ANNOTATIONS)
    if isinstance(o.get('spec'), dict):
        o['spec'] = keep(o['spec'], SPEC)
        for name in ('containers', 'initContainers'):
            if o['spec'].get(name):
                o['spec'][name] = [keep(c, CONTAINER) for c in o['spec'][name]]
    o.pop('data', None)
    for c in (o.get('status') or {}).get('containerStatuses') or []:
        for name in ('image', 'imageID', 'containerID', 'resources', 'allocatedResources', 'user', 'volumeMounts'):
            c.pop(name, None)
    return o


def asked(p):
    """When the deletion that was granted was requested; the whole second of the API where no request is recorded."""
    seen = next((s for s in p.get('deletionTimestampSeen') or [] if s['deletionGracePeriodSeconds']), None)
    if not seen:
        return None
    stamp = datetime.datetime.fromisoformat(seen['deletionTimestamp']).timestamp() - seen['deletionGracePeriodSeconds']
    requests = [r['t'] for r in p.get('deleteRequests') or [] if -0.5 <= r['t'] - stamp <= 1.5]
    # A slow API server stamps the deletion a while after the request.
    return max(requests[0], stamp) if requests else stamp + 0.5


def run(r):
    signals, kills = r.get('signalSent') or [], r.get('sigkillSent') or []
    return {'exitCode': r.get('exitCode'), 'exitedAt': r.get('exitedAt'), 'sigkilled': r.get('sigkilled', False),
            'signalAt': signals[0]['t'] if signals else None, 'sigkillAt': kills[-1] if kills else None}


def main(source, target):
    for folder in sorted(os.listdir(source)):
        if not os.path.isdir(os.path.join(source, folder)):
            continue
        out = os.path.join(target, folder)
        os.makedirs(out, exist_ok=True)

        def write(name, lines):
            with open(os.path.join(out, name), 'w') as f:
                f.writelines(lines)

        def rows(name):
            return map(json.loads, open(os.path.join(source, folder, name)))

        def line(r):
            return json.dumps(r, separators=(',', ':')) + '\n'
        api, deleted = [], {}
        for r in rows('api.jsonl'):
            body = r['body']
            if r['kind'] == 'list':
                body['items'] = [slim(i) for i in body.get('items') or []]
            elif 'object' in body:
                slim(body['object'])
                if '/pods' in r['path'] and body['object']['metadata'].get('deletionTimestamp'):
                    deleted.setdefault(body['object']['metadata']['name'], r['t'])
            r['path'] = r['path'].split('?')[0]
            api.append(line(r))
        write('api.jsonl', api)
        status = []
        for r in rows('status.jsonl'):
            if r['pod'] not in deleted or r['t'] < deleted[r['pod']] - 4:
                continue
            r['path'] = r['path'].rsplit('/pods/', 1)[1]
            status.append(line(r))
        write('status.jsonl', status)
        write('logs.txt', open(os.path.join(source, folder, 'logs.txt')).readlines())
        streams = []
        for r in open(os.path.join(source, folder, 'logs.stderr.txt')):
            t, pod, word = r.split()[:3]
            # What the recorder broke off says nothing of the pod.
            if word == 'start:' or ' exit: <nil> ' in r:
                streams.append(f"{t} {pod} {'began' if word == 'start:' else 'ended'}\n")
        write('streams.txt', streams)
        truth = json.load(open(os.path.join(source, folder, 'truth.json')))
        pods = {}
        for p in truth['pods'].values():
            seen = p.get('deletionTimestampSeen') or []
            pods[p['uid']] = {
                'name': p['name'],
                'deleted': bool(seen),
                'askedAt': asked(p),
                # A second, shorter delete does not move SIGKILL: the first grace counts.
                'grace': next((s['deletionGracePeriodSeconds'] for s in seen if s['deletionGracePeriodSeconds']), None),
                'isGone': 'deletedEventSeen' in p,
                'containers': {c: {'endShown': 'apiTerminatedFirstSeen' in v, 'runs': [run(r) for r in v['runs']]}
                               for c, v in p['containers'].items() if v['runs']},
                'lostInFlight': p.get('requests', {}).get('lostInFlight'),
            }
        write('truth.json', [json.dumps(pods, indent=1) + '\n'])


main(*sys.argv[1:])
