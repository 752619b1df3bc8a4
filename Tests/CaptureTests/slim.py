#!/usr/bin/env python3
"""Copies recordings of a real cluster, keeping only the fields that lastcall reads.

  slim.py RECORDINGS OUT      each folder of RECORDINGS becomes a folder of OUT
"""
import json, os, sys

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
        truth = json.load(open(os.path.join(source, folder, 'truth.json')))
        pods = {}
        for name, p in truth['pods'].items():
            runs = {c: v['runs'][-1] for c, v in p['containers'].items() if v['runs']}
            pods[p['uid']] = {
                'name': p['name'],
                'deleted': 'deletionTimestampSeen' in p,
                'askedAt': p.get('deleteRequests', [{}])[0].get('t') if p.get('deleteRequests') else None,
                'grace': ([s['deletionGracePeriodSeconds'] for s in p.get('deletionTimestampSeen', [])
                           if s['deletionGracePeriodSeconds']] or [None])[-1],
                'containers': {c: {'exitCode': r.get('exitCode'), 'exitedAt': r.get('exitedAt'),
                                   'sigkilled': r.get('sigkilled', False),
                                   'sigkillAt': (r.get('sigkillSent') or [None])[-1]} for c, r in runs.items()},
                'lostInFlight': p.get('requests', {}).get('lostInFlight'),
            }
        write('truth.json', [json.dumps(pods, indent=1) + '\n'])


main(*sys.argv[1:])
