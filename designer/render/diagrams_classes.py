"""The class of the package `diagrams` that shows an icon: a test compares the table with the installed package."""

from __future__ import annotations

_TABLE = """
alibabacloud.compute: elastic-compute-service=ElasticComputeService function-compute=FunctionCompute
alibabacloud.database: apsaradb-polardb=ApsaradbPolardb
alibabacloud.storage: object-storage-service=ObjectStorageService
aws.analytics: amazon-opensearch-service=AmazonOpensearchService athena=Athena cloudsearch=Cloudsearch data-pipeline=DataPipeline emr=EMR glue=Glue kinesis-data-analytics=KinesisDataAnalytics kinesis-data-firehose=KinesisDataFirehose kinesis-data-streams=KinesisDataStreams lake-formation=LakeFormation managed-streaming-for-kafka=ManagedStreamingForKafka quicksight=Quicksight redshift=Redshift
aws.business: chime=Chime
aws.compute: app-runner=AppRunner batch=Batch ec2=EC2 ec2-container-registry=EC2ContainerRegistry elastic-beanstalk=ElasticBeanstalk elastic-container-service=ElasticContainerService elastic-kubernetes-service=ElasticKubernetesService fargate=Fargate lambda=Lambda lightsail=Lightsail outposts=Outposts
aws.database: aurora=Aurora documentdb-mongodb-compatibility=DocumentdbMongodbCompatibility dynamodb=Dynamodb dynamodb-dax=DynamodbDax dynamodb-streams=DynamodbStreams elasticache=Elasticache elasticache-for-memcached=ElasticacheForMemcached elasticache-for-redis=ElasticacheForRedis keyspaces-managed-apache-cassandra-service=KeyspacesManagedApacheCassandraService neptune=Neptune rds=RDS rds-mariadb-instance=RDSMariadbInstance rds-mysql-instance=RDSMysqlInstance rds-oracle-instance=RDSOracleInstance rds-postgresql-instance=RDSPostgresqlInstance rds-sql-server-instance=RDSSqlServerInstance timestream=Timestream
aws.devtools: cloud-development-kit=CloudDevelopmentKit codeartifact=Codeartifact codebuild=Codebuild codecommit=Codecommit codedeploy=Codedeploy codepipeline=Codepipeline x-ray=XRay
aws.engagement: connect=Connect pinpoint=Pinpoint simple-email-service-ses=SimpleEmailServiceSes
aws.game: gamelift=Gamelift
aws.general: sdk=SDK
aws.integration: appsync=Appsync eventbridge=Eventbridge eventbridge-scheduler=EventbridgeScheduler mq=MQ simple-notification-service-sns=SimpleNotificationServiceSns simple-queue-service-sqs=SimpleQueueServiceSqs step-functions=StepFunctions
aws.iot: freertos=Freertos iot-alexa-enabled-device=IotAlexaEnabledDevice iot-core=IotCore iot-greengrass=IotGreengrass iot-sitewise=IotSitewise
aws.management: amazon-managed-grafana=AmazonManagedGrafana amazon-managed-prometheus=AmazonManagedPrometheus amazon-managed-workflows-apache-airflow=AmazonManagedWorkflowsApacheAirflow cloudformation=Cloudformation cloudtrail=Cloudtrail cloudwatch=Cloudwatch systems-manager-app-config=SystemsManagerAppConfig systems-manager-parameter-store=SystemsManagerParameterStore
aws.media: elastic-transcoder=ElasticTranscoder elemental-mediaconnect=ElementalMediaconnect elemental-mediaconvert=ElementalMediaconvert elemental-medialive=ElementalMedialive elemental-mediapackage=ElementalMediapackage elemental-mediatailor=ElementalMediatailor kinesis-video-streams=KinesisVideoStreams
aws.migration: database-migration-service=DatabaseMigrationService datasync=Datasync transfer-for-sftp=TransferForSftp
aws.ml: bedrock=Bedrock comprehend=Comprehend fraud-detector=FraudDetector kendra=Kendra lex=Lex personalize=Personalize polly=Polly q=Q rekognition=Rekognition sagemaker=Sagemaker textract=Textract transcribe=Transcribe translate=Translate
aws.mobile: amplify=Amplify
aws.network: api-gateway=APIGateway app-mesh=AppMesh cloud-map=CloudMap cloudfront=CloudFront elastic-load-balancing=ElasticLoadBalancing elb-application-load-balancer=ElbApplicationLoadBalancer elb-network-load-balancer=ElbNetworkLoadBalancer global-accelerator=GlobalAccelerator network-firewall=NetworkFirewall route-53=Route53
aws.security: certificate-manager=CertificateManager cloudhsm=Cloudhsm cognito=Cognito directory-service=DS guardduty=Guardduty identity-and-access-management-iam=IdentityAndAccessManagementIam key-management-service=KeyManagementService macie=Macie secrets-manager=SecretsManager security-hub=SecurityHub shield=Shield single-sign-on=SingleSignOn waf=WAF
aws.storage: backup=Backup elastic-block-store-ebs=ElasticBlockStoreEBS elastic-file-system-efs=ElasticFileSystemEFS fsx=Fsx s3-glacier=S3Glacier simple-storage-service-s3=SimpleStorageServiceS3 storage-gateway=StorageGateway
azure.aimachinelearning: azure-openai=AzureOpenai computer-vision=ComputerVision machine-learning=MachineLearning speech-services=SpeechServices translator-text=TranslatorText
azure.analytics: analysis-services=AnalysisServices data-explorer-clusters=DataExplorerClusters data-factories=DataFactories event-hubs=EventHubs hd-insight-clusters=HDInsightClusters stream-analytics-jobs=StreamAnalyticsJobs
azure.appservices: app-services=AppServices
azure.compute: azure-spring-apps=AzureSpringApps batch-accounts=BatchAccounts container-apps=ContainerApps container-instances=ContainerInstances function-apps=FunctionApps kubernetes-services=KubernetesServices service-fabric-clusters=ServiceFabricClusters vm=VM
azure.containers: azure-red-hat-openshift=AzureRedHatOpenshift container-registries=ContainerRegistries
azure.databases: azure-cosmos-db=AzureCosmosDb azure-database-mysql-server=AzureDatabaseMysqlServer azure-database-postgresql-server=AzureDatabasePostgresqlServer azure-synapse-analytics=AzureSynapseAnalytics cache-redis=CacheRedis sql-database=SQLDatabase sql-managed-instance=SQLManagedInstance
azure.devops: azure-devops=AzureDevops
azure.general: biz-talk=BizTalk powershell=Powershell
azure.identity: active-directory=ActiveDirectory azure-active-directory=AzureActiveDirectory azure-ad-b2c=AzureADB2C
azure.integration: api-management=APIManagement app-configuration=AppConfiguration azure-api-for-fhir=AzureAPIForFhir azure-service-bus=AzureServiceBus event-grid-topics=EventGridTopics logic-apps=LogicApps sendgrid-accounts=SendgridAccounts
azure.iot: azure-iot-operations=AzureIotOperations azure-maps-accounts=AzureMapsAccounts digital-twins=DigitalTwins iot-edge=IotEdge iot-hub=IotHub
azure.mobile: notification-hubs=NotificationHubs
azure.monitor: application-insights=ApplicationInsights log-analytics-workspaces=LogAnalyticsWorkspaces monitor=Monitor
azure.network: firewall=Firewall
azure.networking: application-gateways=ApplicationGateways cdn-profiles=CDNProfiles dns-zones=DNSZones front-door-and-cdn-profiles=FrontDoorAndCDNProfiles load-balancers=LoadBalancers traffic-manager-profiles=TrafficManagerProfiles web-application-firewall-policieswaf=WebApplicationFirewallPolicieswaf
azure.other: azure-communication-services=AzureCommunicationServices azure-managed-grafana=AzureManagedGrafana managed-instance-apache-cassandra=ManagedInstanceApacheCassandra
azure.security: defender=Defender key-vaults=KeyVaults sentinel=Sentinel
azure.storage: azure-fileshares=AzureFileshares azure-netapp-files=AzureNetappFiles blob-storage=BlobStorage data-lake-storage=DataLakeStorage queues-storage=QueuesStorage table-storage=TableStorage
azure.web: cognitive-search=CognitiveSearch media-services=MediaServices power-platform=PowerPlatform signalr=Signalr static-apps=StaticApps
digitalocean.compute: containers=Containers droplet=Droplet
digitalocean.database: dbaas-primary=DbaasPrimary
digitalocean.network: load-balancer=LoadBalancer
digitalocean.storage: space=Space
elastic.beats: filebeat=Filebeat
elastic.elasticsearch: elasticsearch=Elasticsearch kibana=Kibana logstash=Logstash stack=Stack
elastic.observability: apm=APM
elastic.saas: cloud=Cloud
firebase.base: firebase=Firebase
firebase.develop: authentication=Authentication functions=Functions hosting=Hosting realtime-database=RealtimeDatabase storage=Storage
firebase.grow: messaging=Messaging remote-config=RemoteConfig
firebase.quality: crashlytics=Crashlytics
gcp.analytics: bigquery=Bigquery composer=Composer data-fusion=DataFusion dataflow=Dataflow dataproc=Dataproc looker=Looker pubsub=Pubsub
gcp.api: api-gateway=APIGateway apigee=Apigee endpoints=Endpoints
gcp.compute: app-engine=AppEngine compute-engine=ComputeEngine functions=Functions kubernetes-engine=KubernetesEngine run=Run
gcp.database: bigtable=Bigtable datastore=Datastore firestore=Firestore memorystore=Memorystore spanner=Spanner sql=SQL
gcp.devtools: build=Build container-registry=ContainerRegistry scheduler=Scheduler tasks=Tasks
gcp.iot: iot-core=IotCore
gcp.ml: dialog-flow-enterprise-edition=DialogFlowEnterpriseEdition speech-to-text=SpeechToText text-to-speech=TextToSpeech translation-api=TranslationAPI vertex-ai=VertexAI vision-api=VisionAPI
gcp.network: armor=Armor cdn=CDN dns=DNS load-balancing=LoadBalancing
gcp.operations: logging=Logging monitoring=Monitoring
gcp.security: iam=Iam iap=IAP key-management-service=KeyManagementService secret-manager=SecretManager
gcp.storage: filestore=Filestore storage=Storage
generic.os: android=Android ios=IOS linux-general=LinuxGeneral raspbian=Raspbian
generic.virtualization: vmware=Vmware
gis.data: openstreetmap=Openstreetmap
gis.database: postgis=Postgis
gis.geocoding: nominatim=Nominatim pelias=Pelias
gis.javascript: leaflet=Leaflet maplibre=Maplibre openlayers=Openlayers
gis.routing: graphhopper=Graphhopper osrm=Osrm valhalla=Valhalla
gis.server: geoserver=Geoserver mapserver=Mapserver qgis-server=QGISServer
ibm.general: cloudant=Cloudant openwhisk=Openwhisk
ibm.storage: object-storage=ObjectStorage
k8s: k8s=K8S
k8s.compute: cronjob=Cronjob job=Job
k8s.ecosystem: helm=Helm
k8s.network: ing=Ing
k8s.podconfig: cm=CM secret=Secret
oci.compute: functions=Functions oke=ContainerEngine
oci.database: autonomous=Autonomous stream=Stream
oci.security: vault=Vault
oci.storage: object-storage=ObjectStorage
onprem.aggregator: fluentd=Fluentd vector=Vector
onprem.analytics: beam=Beam databricks=Databricks dbt=Dbt dremio=Dremio flink=Flink hadoop=Hadoop hive=Hive metabase=Metabase powerbi=Powerbi spark=Spark storm=Storm superset=Superset tableau=Tableau trino=Trino
onprem.auth: oauth2-proxy=Oauth2Proxy
onprem.cd: spinnaker=Spinnaker tekton=Tekton
onprem.certificates: cert-manager=CertManager lets-encrypt=LetsEncrypt
onprem.ci: circleci=Circleci concourseci=Concourseci droneci=Droneci github-actions=GithubActions gitlabci=Gitlabci jenkins=Jenkins teamcity=Teamcity travisci=Travisci
onprem.client: client=Client
onprem.compute: nomad=Nomad
onprem.container: containerd=Containerd docker=Docker firecracker=Firecracker gvisor=Gvisor k3s=K3S lxc=LXC
onprem.database: cassandra=Cassandra clickhouse=Clickhouse cockroachdb=Cockroachdb couchbase=Couchbase couchdb=Couchdb dgraph=Dgraph druid=Druid duckdb=Duckdb hbase=Hbase influxdb=Influxdb janusgraph=Janusgraph mariadb=Mariadb mongodb=Mongodb mssql=Mssql mysql=Mysql neo4j=Neo4J oracle=Oracle postgresql=Postgresql qdrant=Qdrant scylla=Scylla
onprem.dns: coredns=Coredns powerdns=Powerdns
onprem.etl: embulk=Embulk
onprem.gitops: argocd=Argocd flux=Flux
onprem.iac: ansible=Ansible pulumi=Pulumi puppet=Puppet terraform=Terraform
onprem.identity: dex=Dex
onprem.inmemory: aerospike=Aerospike hazelcast=Hazelcast memcached=Memcached redis=Redis
onprem.logging: fluentbit=Fluentbit graylog=Graylog loki=Loki rsyslog=Rsyslog syslog-ng=SyslogNg
onprem.messaging: centrifugo=Centrifugo
onprem.mlops: polyaxon=Polyaxon
onprem.monitoring: cortex=Cortex datadog=Datadog dynatrace=Dynatrace grafana=Grafana humio=Humio mimir=Mimir nagios=Nagios newrelic=Newrelic prometheus=Prometheus sentry=Sentry splunk=Splunk thanos=Thanos zabbix=Zabbix
onprem.network: ambassador=Ambassador apache=Apache bind-9=Bind9 caddy=Caddy consul=Consul envoy=Envoy etcd=Etcd glassfish=Glassfish gunicorn=Gunicorn haproxy=Haproxy istio=Istio jetty=Jetty kong=Kong linkerd=Linkerd nginx=Nginx ocelot=Ocelot opnsense=OPNSense pfsense=PFSense pomerium=Pomerium tomcat=Tomcat traefik=Traefik tyk=Tyk wildfly=Wildfly yarp=Yarp zookeeper=Zookeeper
onprem.proxmox: pve=Pve
onprem.queue: activemq=Activemq celery=Celery emqx=Emqx kafka=Kafka nats=Nats rabbitmq=Rabbitmq zeromq=Zeromq
onprem.registry: harbor=Harbor jfrog=Jfrog
onprem.search: solr=Solr
onprem.security: bitwarden=Bitwarden trivy=Trivy vault=Vault
onprem.storage: ceph=Ceph glusterfs=Glusterfs
onprem.tracing: jaeger=Jaeger tempo=Tempo
onprem.vcs: git=Git gitea=Gitea github=Github gitlab=Gitlab svn=Svn
onprem.workflow: airflow=Airflow digdag=Digdag kubeflow=Kubeflow nifi=Nifi
openstack: openstack=OpenStack
openstack.deployment: chef=Chef
openstack.storage: swift=Swift
programming.framework: angular=Angular backbone=Backbone camel=Camel django=Django dotnet=Dotnet ember=Ember fastapi=Fastapi flask=Flask flutter=Flutter graphql=Graphql jhipster=Jhipster laravel=Laravel micronaut=Micronaut nextjs=Nextjs phoenix=Phoenix quarkus=Quarkus rails=Rails react=React spring=Spring starlette=Starlette svelte=Svelte vercel=Vercel vue=Vue
programming.language: bash=Bash c=C cpp=Cpp csharp=Csharp dart=Dart elixir=Elixir erlang=Erlang go=Go java=Java javascript=Javascript kotlin=Kotlin matlab=Matlab nodejs=Nodejs php=Php python=Python r=R ruby=Ruby rust=Rust scala=Scala swift=Swift typescript=Typescript
programming.runtime: dapr=Dapr
saas.alerting: opsgenie=Opsgenie pagerduty=Pagerduty pushover=Pushover xmatters=Xmatters
saas.analytics: dataform=Dataform snowflake=Snowflake stitch=Stitch
saas.automation: n8n=N8N
saas.cdn: akamai=Akamai cloudflare=Cloudflare fastly=Fastly imperva=Imperva
saas.chat: discord=Discord line=Line mattermost=Mattermost messenger=Messenger rocket-chat=RocketChat slack=Slack teams=Teams telegram=Telegram
saas.communication: twilio=Twilio
saas.crm: intercom=Intercom zendesk=Zendesk
saas.filesharing: nextcloud=Nextcloud
saas.identity: auth0=Auth0 okta=Okta
saas.logging: papertrail=Papertrail
saas.media: cloudinary=Cloudinary
saas.payment: adyen=Adyen amazon-pay=AmazonPay paypal=Paypal stripe=Stripe
saas.recommendation: recombee=Recombee
saas.security: crowdstrike=Crowdstrike sonarqube=Sonarqube
saas.social: facebook=Facebook twitter=Twitter
"""


def _classes() -> dict[str, tuple[str, str]]:
    found = {}
    for row in _TABLE.split("\n")[1:-1]:
        module, _, entries = row.partition(": ")
        for entry in entries.split():
            icon, _, name = entry.partition("=")
            found[f"{module.replace('.', '/')}/{icon}.png"] = (f"diagrams.{module}", name)
    return found


CLASSES: dict[str, tuple[str, str]] = _classes()
"""Module and class by the icon's path below the package's resources, for every icon that our catalog names."""
